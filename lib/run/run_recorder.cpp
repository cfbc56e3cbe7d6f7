#include "run/run_recorder.hpp"

#include <ssislb/scheduler/scheduler.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::detail {
namespace {

void add_sentence(std::string& text, std::string const& sentence) {
    if (!text.empty() && !sentence.empty())
        text += ' ';
    text += sentence;
}

} // namespace

run_recorder::run_recorder(parent_package const& package)
    : package_(package)
    , versions_(package.servers.size())
    , barred_(package)
    , short_until_(package.servers.size())
    , denied_(package.tasks.size())
    , refused_(package.tasks.size()) {
    summary_.tasks.resize(package.tasks.size());
    summary_.servers.resize(package.servers.size());
}

void run_recorder::add_observer(std::shared_ptr<run_observer> observer) {
    observers_.push_back(std::move(observer));
}

void run_recorder::tell(timestamp at, run_notice what) {
    if (hushed_)
        return;
    timed_notice const said{at, std::move(what)};
    for (auto const& observer : observers_)
        observer->on_notice(said);
}

void run_recorder::warn(timestamp at, notice::warning warning) {
    tell(at, std::move(warning));
}

void run_recorder::note_version(server_id id, std::string product_version) {
    versions_[index(id)] = std::move(product_version);
}

void run_recorder::on_event(timed_event const& event) {
    std::visit(
        [this, at = event.at](auto const& what) {
            using event_type = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<event_type, event::run_started>) {
                summary_.started = at;
                tell(at, notice::run_started{});
            } else if constexpr (requires { record(at, what); }) {
                record(at, what);
            }
        },
        event.what);
}

void run_recorder::record(timestamp at, event::server_up const& up) {
    server(up.server).trouble.clear();
    tell(at, notice::server_up{up.server, versions_[index(up.server)]});
}

void run_recorder::record(timestamp at, event::server_down const& down) {
    auto& of = server(down.server);
    bool const told = std::exchange(of.trouble, down.text) == down.text;
    if (told && !down.final)
        return;
    tell(at, notice::server_down{down.server, down.reason, down.text, down.final});
}

void run_recorder::record(timestamp at, event::tasks_barred const& barred) {
    barred_.add(barred);
    if (auto warning = barred_.warning_of(barred))
        tell(at, *std::move(warning));
}

void run_recorder::record(timestamp at, event::server_drained const& drained) {
    tell(at, notice::server_drained{drained.server});
}

void run_recorder::record(timestamp at, event::server_undrained const& undrained) {
    tell(at, notice::server_undrained{undrained.server});
}

void run_recorder::record(timestamp at, event::server_limited const& limited) {
    tell(at, notice::server_limited{limited.server, limited.max_jobs});
}

void run_recorder::record(timestamp at, event::foreign_load const& load) {
    tell(at, notice::foreign_load{load.server, load.jobs});
}

void run_recorder::record(timestamp at, event::threads_short const& shortage) {
    // Each look that finds it is an event; who watches is told when it begins.
    auto& until = short_until_[index(shortage.server)];
    if (!until || *until < at)
        tell(at, notice::threads_short{shortage.server, shortage.waiting});
    until = at + scheduler_options().shortage_delay;
}

void run_recorder::record(timestamp at, event::task_skip_requested const& requested) {
    tell(at, notice::skip_requested{requested.task});
}

void run_recorder::record(timestamp at, event::run_paused const&) {
    tell(at, notice::run_paused{});
}

void run_recorder::record(timestamp at, event::run_continued const&) {
    tell(at, notice::run_continued{});
}

void run_recorder::record(timestamp at, event::run_resumed const&) {
    notice::run_resumed resumed{summary_, {}};
    for (auto const& [id, attempt] : live_)
        if (attempt.ordinal > 0)
            resumed.running.push_back({id, attempt.server, attempt.ordinal});
    std::ranges::sort(resumed.running, {}, &notice::attempt_started::attempt);
    tell(at, std::move(resumed));
}

void run_recorder::record(timestamp, event::start_decided const& decided) {
    live_[decided.attempt].server = decided.server;
}

// What comes later of an attempt that was given up changes nothing.

void run_recorder::record(timestamp at, event::start_accepted const& accepted) {
    auto const found = live_.find(accepted.attempt);
    if (found == live_.end())
        return;
    auto& attempt = found->second;
    attempt.accepted = at;
    auto& of = task(accepted.attempt.task);
    ++of.attempts;
    of.server = attempt.server;
    of.started = at;
    ++server(attempt.server).attempts;
    attempt.ordinal = of.attempts;
    tell(at, notice::attempt_started{accepted.attempt, attempt.server, attempt.ordinal});
}

void run_recorder::record(timestamp at, event::start_refused const& refused) {
    auto const node = live_.extract(refused.attempt);
    if (refused.why == refusal::not_sent || node.empty())
        return;
    if (refused.why == refusal::not_eligible)
        add_sentence(denied_[index(refused.attempt.task)], refused.text);
    auto& last = refused_[index(refused.attempt.task)];
    if (std::exchange(last, refused.text) == refused.text)
        return;
    tell(at,
         notice::start_refused{refused.attempt, node.mapped().server, refused.why, refused.text});
}

/// It is told as a refusal, which it was.
void run_recorder::record(timestamp at, event::start_disproved const& disproved) {
    auto const node = live_.extract(disproved.attempt);
    if (node.empty())
        return;
    server_id const where = node.mapped().server;
    if (node.mapped().ordinal > 0) {
        --task(disproved.attempt.task).attempts;
        --server(where).attempts;
    }
    tell(at, notice::start_refused{disproved.attempt, where, refusal::busy, disproved.text});
}

void run_recorder::record(timestamp, event::job_finished const& finished) {
    auto const found = live_.find(finished.attempt);
    if (found == live_.end())
        return;
    found->second.result = finished.result;
    found->second.detection_delay = finished.detection_delay;
    summary_.detection_delays.push_back(finished.detection_delay);
}

void run_recorder::record(timestamp, event::attempt_lost const& lost) {
    if (auto const found = live_.find(lost.attempt); found != live_.end())
        found->second.trouble = lost.text;
}

void run_recorder::on_decision(timestamp at, run_decision const& decision) {
    std::visit(
        [this, at](auto const& what) {
            if constexpr (requires { settle(at, what); })
                settle(at, what);
        },
        decision);
}

void run_recorder::settle(timestamp at, decision::attempt_settled const& settled) {
    auto const node = live_.extract(settled.attempt);
    if (node.empty())
        return;
    auto& attempt = node.mapped();
    auto& of = task(settled.attempt.task);
    auto& on = server(attempt.server);
    if (settled.result == outcome::unknown && attempt.trouble.empty())
        attempt.trouble = on.trouble;
    if (settled.result == outcome::unknown && attempt.trouble.empty() &&
        attempt.result.message.empty())
        attempt.trouble = "Server " + package_[attempt.server].name +
                          " has stayed away. Look there for the job's end.";
    if (!attempt.trouble.empty())
        attempt.result.message = std::move(attempt.trouble);
    of.failed_step = attempt.result.failed_step;
    of.message = attempt.result.message;
    auto const elapsed = attempt.accepted == timestamp{} ? milliseconds{0} : at - attempt.accepted;
    on.busy += elapsed;
    if (settled.result == outcome::failed || settled.result == outcome::unknown)
        ++on.failed;
    tell(at, notice::attempt_finished{settled.attempt, attempt.server, attempt.ordinal,
                                      settled.result, attempt.result, elapsed, settled.retry_at,
                                      attempt.detection_delay});
}

void run_recorder::settle(timestamp at, decision::task_settled const& settled) {
    auto& of = task(settled.task);
    of.result = settled.result;
    of.why = settled.why;
    of.finished = at;
    if (settled.result == outcome::succeeded)
        of.message.clear();
    else if (settled.why == settle_reason::no_eligible_server ||
             settled.why == settle_reason::no_available_server)
        of.message = why_never_started(settled.task, settled.why);
    tell(at, notice::task_finished{settled.task, settled.result, settled.why, of.server,
                                   of.attempts, of.message});
}

void run_recorder::settle(timestamp at, decision::task_skipped const& skipped) {
    auto& of = task(skipped.task);
    of.result = outcome::skipped;
    of.skipped = skipped.why;
    of.finished = at;
    tell(at, notice::task_skipped{skipped.task, skipped.why});
}

std::string run_recorder::why_never_started(task_id id, settle_reason why) const {
    std::string text = why == settle_reason::no_eligible_server
                           ? "No server can run it" + what_it_requires(id) + "."
                           : "Every server that could run it stayed away (" + homes_of(id) + ").";
    auto barred = barred_.why(id);
    add_sentence(barred, denied_[index(id)]);
    add_sentence(text, barred.empty() ? refused_[index(id)] : barred);
    add_troubles(text);
    return text;
}

/// Of a few servers: a thousand tasks may say the same of a hundred servers.
void run_recorder::add_troubles(std::string& text) const {
    constexpr int enough = 5;
    int found = 0;
    for (auto const& each : summary_.servers)
        if (!each.trouble.empty() && ++found <= enough)
            add_sentence(text, each.trouble);
    if (found > enough)
        add_sentence(text, "So it is with " + std::to_string(found - enough) + " more servers.");
}

/// Only where tags leave out a server that the task could else run on.
std::string run_recorder::what_it_requires(task_id id) const {
    ssislb::task const& of = package_[id];
    auto anywhere = of;
    anywhere.required_tags.clear();
    bool const leaves_out = std::ranges::any_of(package_.servers, [&](auto const& one) {
        return may_run(anywhere, one) && !may_run(of, one);
    });
    if (!leaves_out)
        return "";
    std::string tags;
    for (std::string const& tag : of.required_tags)
        tags += (tags.empty() ? "\"" : ", \"") + tag + '"';
    return ": of its servers only these have what it requires (" + tags + "): " + homes_of(id);
}

std::string run_recorder::homes_of(task_id id) const {
    std::string names;
    for (auto const& one : package_.servers)
        if (may_run(package_[id], one))
            names += (names.empty() ? "" : ", ") + one.name;
    return names;
}

run_summary run_recorder::finish(timestamp at, outcome result) {
    summary_.result = result;
    summary_.finished = at;
    // Only a run that was left has attempts that are not settled.
    for (auto const& [id, attempt] : live_)
        if (attempt.ordinal > 0)
            task(id.task).message = "The run was left while the job ran on server " +
                                    package_[attempt.server].name + ". Look there for its end.";
    tell(at, notice::run_finished{summary_});
    return std::move(summary_);
}

} // namespace ssislb::detail
