// One simulated night: a run with all that happens to it, from a seed.
#include "night.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace ssislb::simulation {
namespace {

constexpr std::uint64_t night_stream = 3;
constexpr std::uint64_t network_stream = 4;
constexpr std::uint64_t journal_stream = 5;
constexpr std::uint64_t server_streams = 100;

/// Far more than any run needs once nothing goes wrong any more.
constexpr instant longest_calm = 3 * 24 * 3'600'000;
constexpr std::uint64_t most_events = 5'000'000;

timestamp wall_at(instant now) {
    constexpr milliseconds begin{1'790'000'000'000};
    return timestamp(begin + milliseconds(now));
}

} // namespace

night::night(std::uint64_t seed, night_options options)
    : options_(options)
    , scenario_(make_scenario(seed, options.troubles))
    , trace_(time_, options.trace)
    , auditor_(scenario_, time_, trace_)
    , truth_(auditor_)
    , chance_(seed, night_stream)
    , network_(time_, trace_, auditor_, scenario_.network, chance(seed, network_stream))
    , journal_(auditor_, scenario_.fatal_writes, options.wrong, chance(seed, journal_stream))
    , observer_(std::shared_ptr<run_observer>(), &auditor_) {
    auditor_.judge_by(truth_);
    for (std::uint32_t i = 0; i < scenario_.servers.size(); ++i) {
        auto const& spec = scenario_.servers[i];
        servers_.push_back(std::make_unique<instance>(time_, truth_, i, spec.habits, spec.jobs,
                                                      chance(seed, server_streams + i)));
    }
    if (options.trace)
        fmt::print("{}", describe(scenario_));
    for (std::uint32_t i = 0; i < scenario_.troubles.size(); ++i)
        plan(happening::trouble, i, scenario_.troubles[i].at);
}

night::~night() = default;

void night::plan(happening what, std::uint32_t which, instant at) {
    time_.at(at, *this, (std::uint64_t{which} << 8U) | static_cast<std::uint64_t>(what));
}

bool night::occur(std::uint64_t tag) {
    auto const which = static_cast<std::uint32_t>(tag >> 8U);
    switch (static_cast<happening>(tag & 0xffU)) {
    case happening::trouble:
        begin(scenario_.troubles[which]);
        break;
    case happening::trouble_ends:
        end(scenario_.troubles[which]);
        break;
    case happening::process_starts:
        start_process();
        break;
    }
    return true;
}

void night::begin(trouble const& what) {
    auto const which = static_cast<std::uint32_t>(&what - scenario_.troubles.data());
    auto& server = *servers_[what.server];
    trace_("trouble", "{}: server {}, job {}, {} ms", to_string(what.what), what.server, what.job,
           what.length);
    switch (what.what) {
    case trouble_kind::server_crash:
        crash(what.server);
        return plan(happening::trouble_ends, which, time_.now() + what.length);
    case trouble_kind::agent_crash:
        server.crash_agent();
        return plan(happening::trouble_ends, which, time_.now() + what.length);
    case trouble_kind::agent_shutdown:
        server.shut_agent_down();
        return plan(happening::trouble_ends, which, time_.now() + what.length);
    case trouble_kind::partition:
        return network_.part(what.server, time_.now() + what.length);
    case trouble_kind::clock_jump:
        return server.set_clock(milliseconds(what.length));
    case trouble_kind::history_trimmed:
        return server.trim_history(what.job);
    case trouble_kind::foreign_start:
        static_cast<void>(server.start(what.job, requester::person));
        return;
    case trouble_kind::scheduled_start:
        static_cast<void>(server.start(what.job, requester::schedule));
        return;
    case trouble_kind::person_cancels:
        static_cast<void>(server.stop(what.job));
        return;
    case trouble_kind::process_killed:
        return die(death::killed);
    case trouble_kind::power_lost:
        return die(death::power_lost);
    case trouble_kind::control:
        // Who finds nobody to ask waits until there is somebody.
        if (processes_.empty() || !processes_.back()->alive())
            return wishes_.push_back(what.wish);
        return processes_.back()->control(what.wish);
    }
}

void night::end(trouble const& what) {
    auto& server = *servers_[what.server];
    trace_("trouble", "{} of server {} is over", to_string(what.what), what.server);
    if (what.what == trouble_kind::server_crash)
        server.start_server();
    else
        server.start_agent();
}

/// Whoever is connected notices it soon, or when he asks the next time.
void night::crash(std::uint32_t server) {
    servers_[server]->crash_server();
    if (processes_.empty() || !processes_.back()->alive())
        return;
    std::vector<line*> connected;
    processes_.back()->connections_of(*servers_[server], connected);
    for (auto* each : connected)
        if (chance_.happens(700))
            each->hear_of_crash(chance_.between(1, 50));
}

void night::start_process() {
    auto const which = processes_.size();
    auto past = journal_.events();
    if (options_.wrong == mutant::resume_forgets_the_past)
        past.clear();
    if (options_.wrong == mutant::resume_forgets_the_end && past.size() > 10)
        past.resize(past.size() - 10);
    trace_("process", "{} begins, with {} events of the past", which + 1, past.size());
    auto const jump = which > 0 ? scenario_.wall_jumps[which - 1] : 0;
    machine_room room{time_,
                      network_,
                      servers_,
                      journal_,
                      scenario_,
                      options_.wrong,
                      chance(chance_.next()),
                      wall_at(time_.now() + jump)};
    auditor_.process_began();
    processes_.push_back(std::make_unique<process>(std::move(room), observer_));
    processes_.back()->start(std::move(past));
    for (auto const& each : std::exchange(wishes_, {}))
        processes_.back()->control(each);
}

void night::die(death how) {
    if (over_ || processes_.empty() || !processes_.back()->alive())
        return;
    trace_("process", "{} {}", processes_.size(),
           how == death::killed ? "is killed" : "loses its power");
    processes_.back()->kill();
    if (!processes_.back()->left_nothing())
        auditor_.violated("a run that was left has left something");
    // Who got no answer asks again.
    for (auto const& each : processes_.back()->unanswered())
        wishes_.push_back(each);
    if (how == death::power_lost)
        journal_.lose_power();
    plan(happening::process_starts, 0, time_.now() + scenario_.absences[deaths_]);
    ++deaths_;
}

/// False: the night is over.
bool night::goes_on() {
    if (!processes_.empty() && processes_.back()->alive()) {
        auto& now = *processes_.back();
        now.run_on();
        if (now.fatal())
            die(*now.fatal());
        else if (now.summary())
            return false;
    }
    if (auditor_.violation())
        return false;
    if (time_.now() > scenario_.calm_from + longest_calm || time_.carried_out() > most_events) {
        auditor_.violated("the run does not end");
        return false;
    }
    if (time_.step())
        return true;
    auditor_.violated("nothing will ever happen again, and the run has not ended");
    return false;
}

night_result night::run() {
    start_process();
    while (goes_on()) {
    }
    finish();
    night_result result;
    result.events = time_.carried_out();
    result.starts = auditor_.starts();
    result.doubts = auditor_.doubts();
    result.excused = auditor_.excused();
    result.deaths = deaths_;
    result.resumes = static_cast<std::uint32_t>(processes_.size()) - 1;
    result.length = time_.now();
    result.violation = auditor_.violation();
    return result;
}

void night::finish() {
    auto& last = *processes_.back();
    over_ = true;
    if (!last.summary() || !last.alive())
        return last.kill();
    if (last.error())
        auditor_.violated("the run ends with an error: " + last.error().message());
    auditor_.check_end(*last.summary(), journal_.events());
    last.run_on();
    if (!last.left_nothing())
        auditor_.violated("a run that has ended has left something");
}

} // namespace ssislb::simulation
