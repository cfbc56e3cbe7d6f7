// What the run tells, and how it ends.
#include "auditor.hpp"
#include "event_text.hpp"
#include "run/scheduling.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/scheduler.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace ssislb::simulation {

void auditor::on_notice(timed_notice const& what) {
    if (trace_.on())
        trace_("run", "{}", text_of(what.what));
    std::visit(
        [this](auto const& one) {
            if constexpr (requires { hear(one); })
                hear(one);
        },
        what.what);
}

void auditor::hear(notice::run_resumed const& what) {
    settled_.replace_by(what.so_far);
    // What the process before has given up is told no more.
    for (auto& each : intents_) {
        bool const runs = std::ranges::any_of(
            what.running, [&](auto const& one) { return one.attempt == each.attempt; });
        if (each.was_accepted && !each.finished && !runs)
            each.given_up = true;
    }
}

/// What we have stopped is judged by why we did.
void auditor::allow(task_id id, intent const& ours, attempt_result const& told) {
    auto const& task = plan_.package[id];
    bool const by_package =
        task.outcome_from == outcome_source::package && told.job == outcome::succeeded;
    auto const word = by_package ? told.package : told.job;
    auto& allowed = allowed_[index(id)];
    allowed = {word};
    if (word != outcome::failed && word != outcome::canceled)
        return;
    if (task.timeout)
        allowed.insert(outcome::failed);
    if (stops_jobs_)
        allowed.insert(outcome::canceled);
    static_cast<void>(ours);
}

void auditor::hear(notice::attempt_finished const& what) {
    if (what.result == outcome::unknown)
        if (auto* known = find(what.attempt))
            known->given_up = true;
    auto& allowed = allowed_[index(what.attempt.task)];
    if (what.result == outcome::unknown)
        allowed.insert(outcome::unknown);
    if (!allowed.contains(what.result))
        violated(fmt::format("{}: its attempt is told to be {}",
                             plan_.package[what.attempt.task].name, to_string(what.result)));
}

void auditor::hear(notice::task_finished const& what) {
    auto const& name = plan_.package[what.task].name;
    auto const& allowed = allowed_[index(what.task)];
    settled_tasks::settlement const now{what.result, std::nullopt};
    if (auto const& before = settled_.of(what.task); before && *before != now)
        violated(fmt::format("{}: its outcome changes", name));
    settled_.settle(what.task, now);
    // While nobody looked no server can have stayed away.
    if (what.why == settle_reason::no_available_server &&
        time_.now() - process_since_ < plan_.options.patience.count())
        violated(fmt::format("{}: its servers had less time than the patience", name));
    bool const never_started = what.why == settle_reason::no_eligible_server ||
                               what.why == settle_reason::no_available_server;
    bool const fits = allowed.contains(what.result) || what.result == outcome::unknown ||
                      (never_started && what.attempts == 0 && what.result == outcome::failed);
    if (!fits)
        violated(fmt::format("{}: its outcome is told to be {}", name, to_string(what.result)));
    if (what.result == outcome::unknown && what.text.empty())
        violated(fmt::format("{}: its outcome is unknown without a cause", name));
}

void auditor::hear(notice::task_skipped const& what) {
    settled_.settle(what.task, {outcome::skipped, what.why});
}

void auditor::check_end(run_summary const& told, std::vector<timed_event> const& events) {
    for (std::uint32_t i = 0; i < plan_.package.tasks.size(); ++i) {
        auto const& settled = settled_.of(task_id{i});
        auto const& one = told.tasks[i];
        if (!one.finished)
            violated(fmt::format("{} has no outcome", plan_.package.tasks[i].name));
        else if (settled && settled->result != one.result)
            violated(fmt::format("{}: the summary says {}, but {} was told",
                                 plan_.package.tasks[i].name, to_string(one.result),
                                 to_string(settled->result)));
    }
    check_replay(told, events);
}

/// Whoever reads the journal comes to the state in which the run ended.
void auditor::check_replay(run_summary const& told, std::vector<timed_event> const& events) {
    scheduler replayed(plan_.package, make_policy(plan_.package, no_trials),
                       detail::scheduling(plan_.options, events.front().at));
    for (auto const& each : events) {
        replayed.feed(each.what, each.at);
        static_cast<void>(replayed.consequences(each.at));
    }
    if (!replayed.finished())
        return violated("the journal does not lead to the end of the run");
    if (replayed.result() != told.result)
        violated("the journal leads to another result");
    for (std::uint32_t i = 0; i < plan_.package.tasks.size(); ++i) {
        auto const status = replayed.status(task_id{i});
        auto const& one = told.tasks[i];
        if (status.result != one.result || status.started != one.attempts)
            violated(
                fmt::format("{}: the journal leads to another end", plan_.package.tasks[i].name));
    }
}

} // namespace ssislb::simulation
