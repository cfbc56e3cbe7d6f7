// What the journal takes, event by event.
#include "auditor.hpp"
#include "desk.hpp"
#include "event_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ssislb::simulation {

void auditor::taken(timed_event const& what) {
    if (trace_.on())
        trace_("journal", "{}", text_of(what.what));
    std::visit(
        [this](auto const& one) {
            if constexpr (requires { take(one); })
                take(one);
        },
        what.what);
    ++events_;
}

auditor::intent* auditor::find(attempt_id id) {
    auto const found = newest_.find(id);
    return found == newest_.end() ? nullptr : &intents_[found->second];
}

void auditor::take(event::start_decided const& what) {
    auto const name = plan_.package[what.attempt.task].name;
    if (drained_.contains(what.server))
        violated(fmt::format("{} is placed on a server that is drained", name));
    if (paused_)
        violated(fmt::format("{} is placed while the run is paused", name));
    if (canceled_)
        violated(fmt::format("{} is placed although the run was canceled", name));
}

void auditor::take(event::start_intended const& what) {
    intent made;
    made.attempt = what.attempt;
    made.server = static_cast<std::uint32_t>(index(what.server));
    made.job = job_of(what.before.job);
    made.process = process_;
    made.event = events_;
    made.at = time_.now();
    made.before = what.before;
    take_over_earlier(made);
    newest_[what.attempt] = intents_.size();
    intents_.push_back(made);
}

/// What runs there is asked for by an earlier start of ours, which counted as not having happened:
/// its mark is written down again.
void auditor::take_over_earlier(intent& now) {
    auto* const same = find(now.attempt);
    for (auto& each : intents_) {
        bool const is_it = each.denied && each.server == now.server && each.before == now.before &&
                           each.attempt.task == now.attempt.task && each.before.taken_at;
        if (!is_it)
            continue;
        now.run = each.run;
        each.run.reset();
        now.taken_over = true;
        return;
    }
    if (same != nullptr)
        violated("an attempt's number is used again");
}

void auditor::take(event::start_accepted const& what) {
    if (auto* known = find(what.attempt))
        known->was_accepted = true;
}

void auditor::take(event::start_refused const& what) {
    deny(what.attempt, "is called refused");
}

void auditor::take(event::start_disproved const& what) {
    deny(what.attempt, "is called somebody else's");
}

void auditor::deny(attempt_id id, std::string_view how) {
    auto* known = find(id);
    if (known == nullptr)
        return;
    known->denied = true;
    // One that died unrecorded is as if it had not been.
    if (known->run && truth_->runs()[*known->run].end != run_end::died)
        violated(fmt::format("{}: a start that the Agent has accepted {}",
                             plan_.package[id.task].name, how));
}

void auditor::take(event::attempt_lost const& what) {
    if (auto* known = find(what.attempt)) {
        known->given_up = true;
        allowed_[index(what.attempt.task)] = {outcome::unknown};
    }
    if (what.text.empty())
        violated("an attempt is lost without a cause");
}

void auditor::take(event::server_limited const& what) {
    auto& most = most_slots_[index(what.server)];
    most = std::max(most, what.max_jobs);
}

void auditor::take(event::cancel_requested const& what) {
    canceled_ = true;
    stops_jobs_ = stops_jobs_ || what.stop_jobs;
}

void auditor::take(event::job_finished const& what) {
    auto* known = find(what.attempt);
    if (known == nullptr)
        return violated("an attempt that was never intended has ended");
    known->finished = true;
    check_finished(*known, what.result);
    allow(what.attempt.task, *known, what.result);
}

/// Somebody else's run came at the time of ours, by a user as well, and what could have told them
/// apart is not to be seen: the row of ours if there was one, else that of the other; or the
/// sessions of the Agent, where the login sees no activity. Or the other came and went while our
/// request was on its way: whoever is told that a start was accepted takes the first run for it.
bool auditor::is_excused(intent const& ours) const {
    auto const* run = ours.run ? &truth_->runs()[*ours.run] : nullptr;
    bool const hidden = plan_.servers[ours.server].habits.hides_activity;
    bool const ours_is_gone = run != nullptr && (run->trimmed || hidden);
    return std::ranges::any_of(truth_->runs(), [&](true_run const& other) {
        bool const beside = other.by != requester::us && other.server == ours.server &&
                            other.job == ours.job && other.accepted >= ours.at;
        bool const by_user = other.by == requester::person;
        bool const before = run != nullptr && other.ended && *other.ended <= run->accepted;
        bool const untold = ours_is_gone || (run == nullptr && other.trimmed);
        return beside && (before || (by_user && untold));
    });
}

void auditor::check_finished(intent const& ours, attempt_result const& told) {
    auto const& name = plan_.package[ours.attempt.task].name;
    if (is_excused(ours)) {
        ++excused_;
        return;
    }
    if (!ours.run)
        return violated(fmt::format("{}: a job that was not ours is taken for its end", name));
    auto const& run = truth_->runs()[*ours.run];
    if (run.is_alive())
        return violated(fmt::format("{}: its job has not ended (run {})", name, *ours.run));
    auto const really = run.end == run_end::succeeded  ? outcome::succeeded
                        : run.end == run_end::failed   ? outcome::failed
                        : run.end == run_end::canceled ? outcome::canceled
                                                       : outcome::unknown;
    if (told.job != really && told.job != outcome::unknown)
        violated(fmt::format("{}: its job {}, not {} (run {})", name, to_string(really),
                             to_string(told.job), *ours.run));
    auto const package = run.package_failed ? outcome::failed : really;
    bool const wrong = told.package != package && told.package != outcome::unknown;
    if (told.job == outcome::succeeded && wrong)
        violated(fmt::format("{}: its package {}, not {} (run {})", name, to_string(package),
                             to_string(told.package), *ours.run));
}

} // namespace ssislb::simulation
