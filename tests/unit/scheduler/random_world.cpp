// A world of unreliable servers around a scheduler.
#include "random_world.hpp"

#include "random_plan.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ssislb::test {
namespace {

constexpr auto trouble_time = 10min;
constexpr std::size_t most_steps = 20000;

scheduler_options random_options(random_source& random) {
    scheduler_options options;
    options.breaker_threshold = 1 + random.below(4);
    options.agent_down_delay = random.one_of<milliseconds>({3s, 30s});
    options.breaker_delay_max = random.one_of<milliseconds>({1s, 50s, 10min});
    options.give_up_lost = random.one_of<milliseconds>({11s, 40s, 5min});
    options.least_loss_timeout = random.one_of<milliseconds>({0s, 0s, 23s});
    options.patience = random.one_of<milliseconds>({45s, 5min});
    options.roll_call = random.percent(30) ? 8s : 0s;
    options.max_restarts = random.below(3);
    return options;
}

template <class Decision>
bool is(run_decision const& one) {
    return std::holds_alternative<Decision>(one);
}

std::vector<std::string> sorted_lines(parent_package const& package,
                                      std::vector<run_decision> const& decisions) {
    std::vector<std::string> result;
    for (run_decision const& one : decisions)
        if (!is<decision::start>(one) && !is<decision::wake>(one))
            result.push_back(describe(package, one));
    std::ranges::sort(result);
    return result;
}

} // namespace

random_world::random_world(std::uint64_t seed, tried_policy policy)
    : random_(seed)
    , policy_(policy)
    , package_(random_plan(random_))
    , options_(random_options(random_))
    , now_(start_of_time)
    , machine_(package_, policy.make(package_), options_)
    , oracle_(package_, options_, now_) {
    plan_trouble();
    plan_control();
    plan_load();
    if (random_.percent(40))
        plan_deaths();
    plan_calm();
}

void random_world::plan_trouble() {
    for (std::size_t i = 0; i < package_.servers.size(); ++i)
        plan_trouble_of(server_id{static_cast<std::uint32_t>(i)});
    auto const trouble_ms = static_cast<std::uint32_t>(milliseconds(trouble_time).count());
    for (std::uint32_t count = random_.below(4); count > 0; --count) {
        std::vector<task_id> tasks;
        for (std::uint32_t left = 1 + random_.below(2); left > 0; --left)
            tasks.push_back(any_task());
        later(trouble_ms, event::tasks_barred{any_server(), std::move(tasks), {}});
    }
    if (random_.percent(20))
        later(trouble_ms / 4, event::cancel_requested{random_.percent(50)});
    if (random_.percent(5))
        later(trouble_ms / 4, event::cancel_requested{random_.percent(50)});
}

void random_world::plan_trouble_of(server_id server) {
    auto const trouble_ms = static_cast<std::uint32_t>(milliseconds(trouble_time).count());
    if (random_.percent(90))
        later(20000, event::server_up{server});
    for (std::uint32_t count = random_.below(4); count > 0; --count) {
        auto const at = now_ + milliseconds(random_.below(trouble_ms / 2));
        auto const end = at + milliseconds(random_.below(trouble_ms / 4));
        if (random_.percent(30)) {
            agenda_.emplace(at, event::server_drained{server});
            agenda_.emplace(end, event::server_undrained{server});
        } else {
            agenda_.emplace(at, event::server_down{server, {}, {}, random_.percent(25)});
            if (random_.percent(80))
                agenda_.emplace(end, event::server_up{server});
        }
    }
}

void random_world::plan_control() {
    auto const trouble_ms = static_cast<std::uint32_t>(milliseconds(trouble_time).count());
    for (std::uint32_t count = random_.below(4); count > 0; --count)
        later(trouble_ms, event::server_limited{any_server(), 1 + random_.below(4)});
    for (std::uint32_t count = random_.below(4); count > 0; --count)
        later(trouble_ms / 4, event::task_skip_requested{any_task()});
    for (std::uint32_t count = random_.below(3); count > 0; --count) {
        auto const at = now_ + milliseconds(random_.below(trouble_ms / 2));
        agenda_.emplace(at, event::run_paused{});
        agenda_.emplace(at + milliseconds(random_.below(trouble_ms / 4)), event::run_continued{});
    }
}

void random_world::plan_load() {
    auto const trouble_ms = static_cast<std::uint32_t>(milliseconds(trouble_time).count());
    for (std::uint32_t count = random_.below(4); count > 0; --count)
        later(trouble_ms, event::foreign_load{any_server(), random_.below(4)});
    for (std::uint32_t count = random_.below(3); count > 0; --count)
        later(trouble_ms, event::threads_short{any_server(), random_.below(3)});
    // The policy ranks tasks anew.
    for (std::uint32_t count = random_.below(4); count > 0; --count)
        later(trouble_ms / 2,
              event::history_read{any_server(),
                                  {{any_task(), milliseconds(1 + random_.below(90'000)), 0, 9}}});
}

void random_world::plan_deaths() {
    auto const trouble_ms = static_cast<std::uint32_t>(milliseconds(trouble_time).count());
    for (std::uint32_t count = 1 + random_.below(3); count > 0; --count)
        later(random_.percent(50) ? 60'000 : trouble_ms / 2, event::run_resumed{});
}

/// No drain, no pause and no job of others lasts for ever.
void random_world::plan_calm() {
    agenda_.emplace(now_ + trouble_time, event::run_continued{});
    for (std::uint32_t i = 0; i < package_.servers.size(); ++i) {
        agenda_.emplace(now_ + trouble_time, event::server_undrained{server_id{i}});
        agenda_.emplace(now_ + trouble_time, event::foreign_load{server_id{i}, 0});
    }
}

played_run random_world::play() {
    feed(event::run_started{});
    decide();
    for (std::size_t steps = 0; !finished_; ++steps) {
        REQUIRE(steps < most_steps);
        move_on();
        decide();
    }
    CHECK(oracle_.all_settled());
    feed(event::cancel_requested{true});
    CHECK(machine_.decide(now_).empty());
    return played_;
}

void random_world::move_on() {
    bool const by_wake = wake_ && *wake_ > now_;
    bool const stuck = !by_wake && agenda_.empty();
    REQUIRE_FALSE(stuck);
    timestamp next = by_wake ? *wake_ : agenda_.begin()->first;
    if (!agenda_.empty())
        next = std::min(next, agenda_.begin()->first);
    // Some polls come late and bring much at once.
    now_ = random_.percent(20) ? next + milliseconds(random_.below(5000)) : next;
    feed(event::tick{});
    while (!agenda_.empty() && agenda_.begin()->first <= now_) {
        run_event const what = agenda_.begin()->second;
        agenda_.erase(agenda_.begin());
        meet(what);
    }
}

void random_world::meet(run_event const& what) {
    if (std::holds_alternative<event::run_resumed>(what))
        return die_and_resume();
    feed(what);
    if (auto const* intended = std::get_if<event::start_intended>(&what))
        answer_start(intended->attempt);
    if (auto const* accepted = std::get_if<event::start_accepted>(&what))
        answer_accepted(accepted->attempt);
    if (random_.percent(3))
        later(20000, what);
}

/// The next machine is made from the events of the one before, and knows all that it knew.
void random_world::die_and_resume() {
    if (oracle_.all_settled())
        return;
    // What was written last tells the moment of the death.
    feed(event::foreign_load{any_server(), 0});
    if (oracle_.all_settled())
        return;
    auto const not_told = machine_.consequences(now_);
    check_told(not_told);
    std::vector<std::string> ends;
    scheduler next = replayed(package_, policy_, options_, played_.steps, ends);
    std::ranges::copy(ends_in(package_, next.consequences(now_)), std::back_inserter(ends));
    REQUIRE(ends == ends_);
    REQUIRE(view_of(next, package_) == view_of(machine_, package_));
    machine_ = std::move(next);
    wake_.reset();
    forget_attempts();
    now_ += milliseconds(random_.one_of<std::uint32_t>({0, 20'000, 400'000}));
    feed(event::run_resumed{});
    for (std::uint32_t i = 0; i < package_.servers.size(); ++i)
        if (machine_.status(server_id{i}).state != server_state::gone && random_.percent(85))
            later(random_.percent(70) ? 5'000 : 90'000, event::server_up{server_id{i}});
}

/// What would have been seen of them by those who are dead.
void random_world::forget_attempts() {
    std::erase_if(agenda_, [](auto const& one) {
        return std::visit(
            [](auto const& what) {
                return requires {
                    what.attempt;
                };
            },
            one.second);
    });
}

void random_world::feed(run_event const& what) {
    machine_.feed(what, now_);
    oracle_.happened(what, now_);
    played_.steps.push_back({now_, what});
}

void random_world::decide() {
    oracle_.passed(now_);
    auto const decisions = machine_.decide(now_);
    played_.steps.push_back({now_, std::nullopt});
    for (run_decision const& one : decisions)
        played_.decisions.push_back(describe(package_, one));
    check_decisions(decisions);
    for (run_decision const& one : decisions)
        if (auto const* start = std::get_if<decision::start>(&one))
            feed(event::start_decided{start->attempt, start->server});
    for (run_decision const& one : decisions)
        answer(one);
    check_wake();
}

void random_world::check_told(std::vector<run_decision> const& decisions) {
    REQUIRE(sorted_lines(package_, decisions) == sorted_lines(package_, oracle_.take_expected()));
    std::ranges::copy(ends_in(package_, decisions), std::back_inserter(ends_));
}

void random_world::check_decisions(std::vector<run_decision> const& decisions) {
    check_told(decisions);
    std::int32_t last = highest_priority;
    for (run_decision const& one : decisions) {
        if (auto const* start = std::get_if<decision::start>(&one)) {
            INFO(describe(package_, one));
            REQUIRE(oracle_.may_start(index(start->attempt.task), index(start->server)));
            oracle_.started(*start);
            auto const urgency = oracle_.urgency(index(start->attempt.task));
            REQUIRE(urgency <= std::exchange(last, urgency));
        }
    }
    check_nothing_left_behind();
    finished_ = !decisions.empty() && is<decision::finish>(decisions.back());
}

/// What may start has been started, by a policy that waits unless it waits for something.
void random_world::check_nothing_left_behind() const {
    if (policy_.may_wait && (oracle_.anything_live() || oracle_.anything_gated()))
        return;
    for (std::size_t task = 0; task < oracle_.task_count(); ++task)
        for (std::size_t server = 0; server < oracle_.server_count(); ++server)
            if (oracle_.may_start(task, server))
                FAIL("not started: " + package_.tasks[task].name + " on " +
                     package_.servers[server].name);
}

void random_world::check_wake() const {
    auto const due = oracle_.next_due();
    if (!due)
        return;
    REQUIRE(wake_);
    REQUIRE(*wake_ > now_);
    REQUIRE(*wake_ <= *due);
}

void random_world::answer(run_decision const& one) {
    if (auto const* start = std::get_if<decision::start>(&one)) {
        event::start_intended const intended{start->attempt, start->server, {}};
        if (random_.percent(70))
            meet(intended);
        else
            later(2000, intended);
    } else if (auto const* confirm = std::get_if<decision::confirm>(&one)) {
        answer_confirm(confirm->attempt);
    } else if (auto const* reattach = std::get_if<decision::reattach>(&one)) {
        answer_accepted(reattach->attempt);
    } else if (auto const* stop = std::get_if<decision::stop>(&one)) {
        attempt_result result = random_result();
        if (random_.percent(80))
            result.job = result.package = outcome::canceled;
        later(5000, event::job_finished{stop->attempt, result});
    } else if (auto const* wake = std::get_if<decision::wake>(&one)) {
        wake_ = wake->at;
    }
}

void random_world::answer_start(attempt_id id) {
    if (is_calm() || random_.percent(70)) {
        later(3000, event::start_accepted{id});
    } else if (random_.percent(25)) {
        later(3000, event::start_in_doubt{id});
    } else {
        auto const why =
            random_.one_of<refusal>({refusal::busy, refusal::agent_down, refusal::not_sent,
                                     refusal::not_eligible, refusal::transient});
        later(3000, event::start_refused{id, why, {}, {}});
    }
}

void random_world::answer_confirm(attempt_id id) {
    if (random_.percent(50))
        later(10000, event::start_accepted{id});
    else if (random_.percent(20))
        later(10000, event::start_disproved{id, {}});
    else if (random_.percent(70))
        later(10000, event::start_refused{id, refusal::not_sent, {}, {}});
    else if (random_.percent(50))
        later(10000, event::start_in_doubt{id});
    else
        later(10000, event::attempt_lost{id, {}, {}});
}

void random_world::answer_accepted(attempt_id id) {
    if (random_.percent(30))
        later(2000, event::job_started{id, {}});
    if (random_.percent(7))
        later(90000, event::attempt_lost{id, {}, {}});
    else if (random_.percent(3))
        later(90000, event::start_disproved{id, {}});
    else
        later(90000, event::job_finished{id, random_result()});
}

void random_world::later(std::uint32_t at_most_ms, run_event const& what) {
    agenda_.emplace(now_ + milliseconds(random_.below(at_most_ms + 1)), what);
}

bool random_world::is_calm() const {
    return now_ > start_of_time + trouble_time;
}

attempt_result random_world::random_result() {
    std::vector<outcome> const ends = {outcome::succeeded, outcome::succeeded, outcome::succeeded,
                                       outcome::failed,    outcome::failed,    outcome::canceled,
                                       outcome::unknown};
    attempt_result result;
    result.job = random_.one_of(ends);
    result.package = random_.percent(80) ? result.job : random_.one_of(ends);
    return result;
}

task_id random_world::any_task() {
    return task_id{random_.below(static_cast<std::uint32_t>(package_.tasks.size()))};
}

server_id random_world::any_server() {
    return server_id{random_.below(static_cast<std::uint32_t>(package_.servers.size()))};
}

} // namespace ssislb::test
