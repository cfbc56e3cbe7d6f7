// Many nights one after the other, and their sum.
#include "campaign.hpp"

#include "night.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace ssislb::simulation {
namespace {

using wall_clock = std::chrono::steady_clock;

struct tally {
    std::uint64_t seeds = 0;
    std::uint64_t events = 0;
    std::uint64_t starts = 0;
    std::uint64_t doubts = 0;
    std::uint64_t excused = 0;
    std::uint64_t deaths = 0;
    std::uint64_t resumes = 0;
    std::uint64_t violations = 0;

    void add(night_result const& one) {
        ++seeds;
        events += one.events;
        starts += one.starts;
        doubts += one.doubts;
        excused += one.excused;
        deaths += one.deaths;
        resumes += one.resumes;
        violations += one.violation ? 1U : 0U;
    }
};

class progress {
public:
    void show(tally const& so_far, std::uint64_t of) {
        if (!terminal_ || so_far.seeds % 256 != 0)
            return;
        fmt::print(stderr, "\r{} of {} nights, {} violations", so_far.seeds, of, so_far.violations);
    }
    void clear() const {
        if (terminal_)
            fmt::print(stderr, "\r\033[K");
    }

private:
    bool terminal_ = isatty(STDERR_FILENO) == 1;
};

void print(tally const& all, arguments const& of, double seconds) {
    fmt::print("seeds {}:{}: {} nights, {} events in {:.1f} s, {:.0f} events/s\n", of.first,
               of.last, all.seeds, all.events, seconds,
               seconds > 0 ? static_cast<double>(all.events) / seconds : 0);
    fmt::print("{} starts, {} in doubt; {} crashes of the controller, {} resumes\n", all.starts,
               all.doubts, all.deaths, all.resumes);
    if (all.excused > 0)
        fmt::print("{} outcomes were somebody else's, with nothing left that could have told\n",
                   all.excused);
    fmt::print("{} violations\n", all.violations);
}

void list_mutants() {
    for (auto const& each : all_mutants())
        fmt::print("{:<30} {}\n", each.name, each.what);
}

} // namespace

int run_campaign(arguments const& of) {
    if (of.lists_mutants) {
        list_mutants();
        return 0;
    }
    tally all;
    progress bar;
    auto const begun = wall_clock::now();
    for (auto seed = of.first; seed <= of.last; ++seed) {
        night one(seed, {of.troubles, of.wrong, of.trace});
        auto const result = one.run();
        all.add(result);
        bar.show(all, of.last - of.first + 1);
        if (!result.violation)
            continue;
        bar.clear();
        fmt::print("seed {}: {}\n", seed, *result.violation);
        if (!of.keeps_going)
            break;
    }
    bar.clear();
    std::chrono::duration<double> const took = wall_clock::now() - begun;
    print(all, of, took.count());
    return (all.violations > 0) == of.expects_violation ? 0 : 1;
}

} // namespace ssislb::simulation
