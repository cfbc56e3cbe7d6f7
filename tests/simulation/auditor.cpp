// Holds everything that a run does and says against what really happened.
#include "auditor.hpp"

#include "desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ssislb::simulation {

auditor::auditor(scenario const& plan, timeline const& time, tracer const& trace)
    : plan_(plan)
    , time_(time)
    , trace_(trace)
    , settled_(plan.package.tasks.size())
    , allowed_(plan.package.tasks.size()) {
    for (auto const& each : plan.package.servers)
        most_slots_.push_back(each.max_jobs);
}

void auditor::violated(std::string what) {
    trace_("auditor", "VIOLATION: {}", what);
    if (!violation_)
        violation_ = fmt::format("at {:.3f} s: {}", static_cast<double>(time_.now()) / 1000, what);
}

/// A start belongs to the newest intent of its process that has not been used yet.
intent_number auditor::sent(std::uint32_t server, std::uint32_t job) {
    auto const fits = [&](intent const& one) {
        return one.server == server && one.job == job && one.process == process_ && !one.vanished &&
               !one.taken_over;
    };
    auto const found = std::ranges::find_if(intents_.rbegin(), intents_.rend(), fits);
    if (found == intents_.rend()) {
        violated(fmt::format("job {} is started on server {} without an intent", job, server));
        return no_intent;
    }
    auto const number = static_cast<intent_number>(&*found - intents_.data());
    if (!found->durable)
        violated(fmt::format("job {} is started on server {} before its intent is durable", job,
                             server));
    if (++found->sent > 1)
        violated(fmt::format("job {} is started twice on server {} for one intent", job, server));
    check_constraints(found->attempt.task);
    return number;
}

void auditor::arrived(intent_number number) {
    if (number != no_intent && ++intents_[static_cast<std::size_t>(number)].arrived > 1)
        violated("two starts of one intent have reached an Agent");
}

void auditor::accepted(run_number number) {
    auto const& run = truth_->runs()[number];
    trace_(plan_.package.servers[run.server].name, "job {} is requested by {}: run {}", run.job,
           run.by == requester::us       ? "us"
           : run.by == requester::person ? "a person"
                                         : "a schedule",
           number);
    if (run.intent == no_intent)
        return;
    ++starts_;
    auto& intended = intents_[static_cast<std::size_t>(run.intent)];
    intended.run = number;
    if (intended.denied)
        violated(fmt::format("task {}: a start that counted as not having happened has come",
                             index(intended.attempt.task)));
    check_alone(intended);
    check_slots(intended);
    check_shared(intended);
    check_repetitions(intended);
}

void auditor::ended(run_number number) {
    auto const& run = truth_->runs()[number];
    constexpr std::array<std::string_view, 5> words{"still", "well", "failed", "canceled",
                                                    "with its Agent"};
    trace_(plan_.package.servers[run.server].name, "run {} of job {} has ended: {}{}", number,
           run.job, words[static_cast<std::size_t>(run.end)],
           run.package_failed ? ", though its package failed" : "");
}

void auditor::cut_to(std::size_t events) {
    lost_power_ = true;
    for (auto& each : intents_)
        if (each.event >= events)
            each.vanished = true;
    events_ = std::min(events_, events);
    // The run learns again what it had learnt.
    newest_.clear();
    for (std::size_t i = 0; i < intents_.size(); ++i)
        if (!intents_[i].vanished)
            newest_[intents_[i].attempt] = i;
}

void auditor::synchronized() {
    for (auto each = intents_.rbegin(); each != intents_.rend() && !each->durable; ++each)
        each->durable = !each->vanished;
}

} // namespace ssislb::simulation
