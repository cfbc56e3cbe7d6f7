// The rules of a run once more: what events do, and what follows, rule by rule until none applies.
#include "naive_oracle.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::test {
namespace {

task_id task_at(std::size_t i) {
    return task_id{static_cast<std::uint32_t>(i)};
}
server_id server_at(std::size_t i) {
    return server_id{static_cast<std::uint32_t>(i)};
}

} // namespace

void naive_oracle::passed(timestamp now) {
    while (true) {
        std::vector<timestamp> due = changes_ahead();
        std::erase_if(due, [&](timestamp at) { return at <= clock_ || at > now; });
        if (due.empty())
            break;
        clock_ = *std::ranges::min_element(due);
        follow();
    }
    clock_ = std::max(clock_, now);
}

void naive_oracle::happened(run_event const& what, timestamp now) {
    dead_ = std::holds_alternative<event::run_resumed>(what);
    passed(now);
    dead_ = false;
    if (all_settled())
        return;
    if (controlled(what) || loaded(what))
        return follow();
    if (auto const* up = std::get_if<event::server_up>(&what)) {
        note(index(up->server), sign::up);
        for (task_facts& one : tasks_)
            if (one.live && one.live->loose && one.live->server == index(up->server))
                take_up(*one.live);
    } else if (std::holds_alternative<event::run_resumed>(what)) {
        resume();
    } else if (auto const* down = std::get_if<event::server_down>(&what)) {
        bool const gone = down->final || look_at(index(down->server)).gone;
        note(index(down->server), gone ? sign::gone : sign::down);
        if (down->final)
            lose_all_on(index(down->server));
    } else if (auto const* bar = std::get_if<event::tasks_barred>(&what)) {
        for (task_id const one : bar->tasks)
            tasks_[index(one)].barred.insert(index(bar->server));
    } else if (auto const* intent = std::get_if<event::start_intended>(&what)) {
        if (attempt* one = live(intent->attempt))
            one->intended = true;
    } else if (auto const* yes = std::get_if<event::start_accepted>(&what)) {
        accept(yes->attempt);
    } else if (auto const* picked_up = std::get_if<event::job_started>(&what)) {
        accept(picked_up->attempt);
        if (attempt* one = live(picked_up->attempt))
            one->picked_up = true;
    } else if (auto const* no = std::get_if<event::start_refused>(&what)) {
        refuse(no->attempt, no->why);
    } else if (auto const* doubt = std::get_if<event::start_in_doubt>(&what)) {
        attempt* one = live(doubt->attempt);
        if (one != nullptr && !one->accepted) {
            one->doubtful = true;
            one->may_run_since = one->may_run_since.value_or(clock_);
            if (!one->loose)
                expected_.emplace_back(decision::confirm{one->id, server_at(one->server)});
        }
    } else if (auto const* wrong = std::get_if<event::start_disproved>(&what)) {
        disprove(wrong->attempt);
    } else if (auto const* done = std::get_if<event::job_finished>(&what)) {
        accept(done->attempt);
        bool const by_job = package_[done->attempt.task].outcome_from == outcome_source::job ||
                            done->result.job != outcome::succeeded;
        outcome const word = by_job ? done->result.job : done->result.package;
        std::optional<failure_class> failure;
        if (word == outcome::failed)
            failure = by_job ? failure_class::job_failed : failure_class::package_failed;
        if (word == outcome::canceled)
            failure = failure_class::canceled;
        finish(done->attempt, word, failure);
    } else if (auto const* lost = std::get_if<event::attempt_lost>(&what)) {
        lose(lost->attempt);
    } else if (auto const* cancel = std::get_if<event::cancel_requested>(&what)) {
        close(skip_reason::run_canceled);
        stop_all_ = stop_all_ || cancel->stop_jobs;
        for (task_facts& one : tasks_)
            if (stop_all_ && one.live)
                stop(*one.live, stop_reason::run_canceled);
    }
    follow();
}

/// What somebody wants of the run while it runs.
bool naive_oracle::controlled(run_event const& what) {
    if (auto const* drain = std::get_if<event::server_drained>(&what)) {
        note(index(drain->server), sign::drained);
    } else if (auto const* undrain = std::get_if<event::server_undrained>(&what)) {
        note(index(undrain->server), sign::undrained);
    } else if (auto const* limit = std::get_if<event::server_limited>(&what)) {
        gates_[index(limit->server)].slots = limit->max_jobs;
    } else if (auto const* skip = std::get_if<event::task_skip_requested>(&what)) {
        task_facts& facts = tasks_[index(skip->task)];
        facts.skip_requested = facts.skip_requested || !(facts.live || facts.final);
    } else if (std::holds_alternative<event::run_paused>(what)) {
        paused_ = true;
    } else if (std::holds_alternative<event::run_continued>(what)) {
        if (std::exchange(paused_, false))
            continued_ = clock_;
    } else {
        return false;
    }
    return true;
}

/// What is seen of a server's load.
bool naive_oracle::loaded(run_event const& what) {
    if (auto const* foreign = std::get_if<event::foreign_load>(&what)) {
        gates_[index(foreign->server)].foreign = foreign->jobs;
    } else if (auto const* shortage = std::get_if<event::threads_short>(&what)) {
        auto const here = std::ranges::count_if(tasks_, [&](task_facts const& one) {
            return one.live && one.live->server == index(shortage->server);
        });
        auto& gate = gates_[index(shortage->server)];
        gate.short_slots =
            static_cast<std::uint32_t>(std::max<std::int64_t>(here - shortage->waiting, 0));
        gate.short_until = clock_ + options_.shortage_delay;
    } else {
        return false;
    }
    return true;
}

void naive_oracle::started(decision::start const& what) {
    gates_[index(what.server)].last_start = clock_;
    task_facts& facts = tasks_[index(what.attempt.task)];
    facts.number = what.attempt.number;
    facts.live.emplace();
    facts.live->id = what.attempt;
    facts.live->server = index(what.server);
}

naive_oracle::attempt* naive_oracle::live(attempt_id id) {
    auto& one = tasks_[index(id.task)].live;
    return one && one->id == id ? &*one : nullptr;
}

void naive_oracle::note(std::size_t server, sign what) {
    server_facts_.push_back({server, what, clock_});
}

void naive_oracle::accept(attempt_id id) {
    attempt* one = live(id);
    if (one == nullptr || one->accepted)
        return;
    one->accepted = clock_;
    one->may_run_since = one->may_run_since.value_or(clock_);
    note(one->server, sign::agent_up);
    if (stop_all_)
        stop(*one, stop_reason::run_canceled);
}

void naive_oracle::refuse(attempt_id id, refusal why) {
    attempt const* one = live(id);
    if (one == nullptr || one->accepted)
        return;
    task_facts& facts = tasks_[index(id.task)];
    std::size_t const server = one->server;
    bool const is_news = !one->of_earlier_process;
    facts.live.reset();
    if (is_news && (why == refusal::not_sent || why == refusal::transient))
        note(server, sign::trouble);
    if (why == refusal::busy)
        note(server, sign::agent_up);
    if (why == refusal::agent_down)
        note(server, sign::agent_down);
    if (why == refusal::not_eligible)
        facts.barred.insert(server);
    std::erase_if(facts.avoids, [&](avoidance const& old) {
        return old.server == server && why != refusal::agent_down && why != refusal::not_eligible;
    });
    if (why == refusal::busy)
        facts.avoids.push_back({server, clock_ + options_.busy_delay, {}});
    if (why == refusal::transient)
        facts.avoids.push_back({server, clock_ + options_.transient_delay, {}});
    if (why == refusal::not_sent)
        facts.avoids.push_back(
            {server, clock_ + options_.transient_delay, look_at(server).times_up});
    if (closed_)
        give_up(index(id.task));
}

void naive_oracle::finish(attempt_id id, outcome result, std::optional<failure_class> failure) {
    settle_reason why = settle_reason::attempt;
    attempt const* one = live(id);
    if (one == nullptr)
        return;
    bool const ours = one->stopped && result != outcome::succeeded && result != outcome::unknown;
    if (ours && *one->stopped == stop_reason::timed_out) {
        result = outcome::failed;
        why = settle_reason::timed_out;
        failure = failure_class::timed_out;
    } else if (ours) {
        result = outcome::canceled;
        failure.reset();
        cancel_counts_ = true;
    }
    task const& rules = package_[id.task];
    task_facts& facts = tasks_[index(id.task)];
    server_id const server = server_at(one->server);
    facts.losses += result == outcome::unknown ? 1 : 0;
    bool const retry = failure && is_retried(rules, *failure) && facts.retries < rules.retries;
    bool const again = retry || (result == outcome::unknown && rules.restartable &&
                                 facts.losses <= options_.max_restarts);
    facts.tried.insert(index(server));
    facts.last = end{result, why};
    facts.live.reset();
    facts.ready_since.reset();
    if (again && closed_ == skip_reason::run_canceled)
        cancel_counts_ = true;
    if (again && !closed_)
        facts.retry_at = clock_ + (retry ? retry_delay(rules, ++facts.retries) : milliseconds(0));
    expected_.emplace_back(decision::attempt_settled{id, server, result, facts.retry_at});
    if (!facts.retry_at)
        settle(index(id.task), *facts.last);
}

void naive_oracle::lose_all_on(std::size_t server) {
    for (task_facts& one : tasks_) {
        if (!one.live || one.live->server != server)
            continue;
        if (one.live->intended || one.live->doubtful || one.live->accepted)
            lose(one.live->id);
        else
            refuse(one.live->id, refusal::not_sent);
    }
}

void naive_oracle::stop(attempt& one, stop_reason why) {
    if (!one.accepted || one.stopped)
        return;
    one.stopped = why;
    if (!one.loose)
        expected_.emplace_back(decision::stop{one.id, server_at(one.server), why});
}

void naive_oracle::settle(std::size_t task, end how) {
    tasks_[task].final = how;
    expected_.emplace_back(decision::task_settled{task_at(task), how.result, how.why});
}

void naive_oracle::skip(std::size_t task, skip_reason why, bool as_succeeded) {
    tasks_[task].final = end{outcome::skipped, settle_reason::attempt, as_succeeded};
    expected_.emplace_back(decision::task_skipped{task_at(task), why});
}

void naive_oracle::give_up(std::size_t task) {
    if (tasks_[task].live || tasks_[task].final)
        return;
    cancel_counts_ = cancel_counts_ || closed_ == skip_reason::run_canceled;
    if (tasks_[task].last)
        settle(task, *tasks_[task].last);
    else
        skip(task, *closed_);
}

void naive_oracle::close(skip_reason why) {
    if (closed_)
        return;
    closed_ = why;
    for (std::size_t i = 0; i < tasks_.size(); ++i)
        give_up(i);
}

void naive_oracle::follow() {
    bool changed = true;
    while (changed) {
        changed = false;
        for (std::size_t i = 0; i < tasks_.size(); ++i)
            changed = (!tasks_[i].final && follow_one(i)) || changed;
    }
    auto const errors = std::ranges::count_if(tasks_, [](task_facts const& one) {
        return one.final && one.final->result != outcome::succeeded &&
               one.final->result != outcome::skipped;
    });
    if (package_.maximum_error_count > 0 && errors >= package_.maximum_error_count)
        close(skip_reason::error_limit);
}

bool naive_oracle::follow_one(std::size_t task) {
    task_facts& facts = tasks_[task];
    if (facts.live) {
        auto const lost = lost_at(*facts.live);
        if (lost && *lost <= clock_ && !dead_) {
            lose(facts.live->id);
            return true;
        }
        auto const& timeout = package_.tasks[task].timeout;
        bool const over = timeout && facts.live->accepted && !facts.live->stopped &&
                          *facts.live->accepted + *timeout <= clock_;
        if (over)
            stop(*facts.live, stop_reason::timed_out);
        return over;
    }
    if (facts.skip_requested && (facts.retry_at || facts.ready_since)) {
        skip(task, skip_reason::requested, true);
        return true;
    }
    if (facts.retry_at) {
        if (*facts.retry_at > clock_)
            return false;
        facts.ready_since = *facts.retry_at;
        facts.retry_at.reset();
        return true;
    }
    if (facts.ready_since)
        return follow_ready(task);
    auto const verdict = constraints_hold(task);
    if (!verdict)
        return false;
    if (!*verdict)
        skip(task, skip_reason::precedence);
    else if (!package_.tasks[task].enabled)
        skip(task, skip_reason::disabled, true);
    else if (facts.skip_requested)
        skip(task, skip_reason::requested, true);
    else
        facts.ready_since = clock_;
    return true;
}

bool naive_oracle::follow_ready(std::size_t task) {
    auto const& last = tasks_[task].last;
    outcome const result = last ? last->result : outcome::failed;
    if (eligible(task).empty()) {
        settle(task, {result, settle_reason::no_eligible_server});
        return true;
    }
    auto const patience = patience_end(task);
    if (!patience || *patience > clock_ || dead_)
        return false;
    settle(task, {result, settle_reason::no_available_server});
    return true;
}

} // namespace ssislb::test
