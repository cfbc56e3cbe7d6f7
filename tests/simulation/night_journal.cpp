// A journal in memory that knows what survives: the end of a process, or of its machine.
#include "night_journal.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::simulation {
namespace {

template <class Event>
bool is(timed_event const& what) {
    return std::holds_alternative<Event>(what.what);
}

bool is_wish(timed_event const& what) {
    return is<event::server_drained>(what) || is<event::server_limited>(what) ||
           is<event::task_skip_requested>(what) || is<event::run_paused>(what) ||
           is<event::cancel_requested>(what);
}

bool is_dropped(timed_event const& what, mutant wrong) {
    switch (wrong) {
    case mutant::intent_is_lost:
        return is<event::start_intended>(what);
    case mutant::acceptance_is_lost:
        return is<event::start_accepted>(what) || is<event::job_started>(what);
    case mutant::end_is_lost:
        return is<event::job_finished>(what);
    case mutant::refusal_is_lost:
        return is<event::start_refused>(what);
    case mutant::wish_is_lost:
        return is_wish(what);
    default:
        return false;
    }
}

void distort(timed_event& what, mutant wrong) {
    if (auto* intended = std::get_if<event::start_intended>(&what.what)) {
        if (wrong == mutant::mark_is_blank)
            intended->before = {.job = intended->before.job, .session = intended->before.session};
        if (wrong == mutant::servers_are_swapped)
            intended->server = server_id{0};
    }
    auto* finished = std::get_if<event::job_finished>(&what.what);
    if (finished != nullptr && wrong == mutant::outcomes_are_swapped)
        finished->result.job = finished->result.package = outcome::succeeded;
}

} // namespace

night_journal::night_journal(journal_reader& reader, std::vector<fatal_write> fatal, mutant wrong,
                             chance luck)
    : reader_(reader)
    , fatal_(std::move(fatal))
    , mutant_(wrong)
    , chance_(luck) {}

std::optional<death> night_journal::append(std::span<timed_event const> events) {
    ++writes_;
    auto const found = std::ranges::find(fatal_, writes_, &fatal_write::number);
    if (found == fatal_.end()) {
        take(events);
        return std::nullopt;
    }
    if (found->after)
        take(events);
    return found->power ? death::power_lost : death::killed;
}

void night_journal::take(std::span<timed_event const> events) {
    std::vector<timed_event> written(events.begin(), events.end());
    if (mutant_ != mutant::none)
        distort(written);
    for (auto const& each : written) {
        events_.push_back(each);
        reader_.taken(each);
    }
    // What was told to be durable is what counts, not what was made of it.
    bool const licensed =
        std::ranges::any_of(events, [](auto const& each) { return licenses_an_effect(each.what); });
    if (!licensed || mutant_ == mutant::intent_is_not_synced)
        return;
    synchronized_ = events_.size();
    reader_.synchronized();
}

void night_journal::distort(std::vector<timed_event>& events) const {
    std::erase_if(events, [this](auto const& each) { return is_dropped(each, mutant_); });
    for (auto& each : events)
        simulation::distort(each, mutant_);
}

void night_journal::lose_power() {
    auto const kept = static_cast<std::size_t>(chance_.between(
        static_cast<std::int64_t>(synchronized_), static_cast<std::int64_t>(events_.size())));
    events_.resize(kept);
    synchronized_ = kept;
    reader_.cut_to(kept);
}

} // namespace ssislb::simulation
