#include "agent/poll_timing.hpp"

#include <random>

namespace ssislb::detail {

poll_timing::poll_timing(supervision_options const& options)
    : rhythm_(options, std::random_device{}()) {}

void poll_timing::begin(job_wait const& first) {
    auto const now = clock::now();
    rhythm_.begin(now, first.progress(now));
}

void poll_timing::hurry(job_wait const& added) {
    auto const now = clock::now();
    rhythm_.hurry(now, added.progress(now));
}

void poll_timing::asked(wait_table const& waits) {
    rhythm_.asked(clock::now(), waits.size(), [&waits](clock::time_point at) {
        double sum = 0;
        for (auto const& each : waits.entries())
            sum += hazard(each.wait->progress(at));
        return sum;
    });
}

std::optional<guid> poll_timing::job_to_ask_about(wait_table const& waits,
                                                  run_lengths const& lengths) const {
    if (!rhythm_.adapts())
        return std::nullopt;
    auto const now = clock::now();
    for (auto const& each : waits.entries())
        if (each.wait->is_of_unknown_length() && rhythm_.is_slow_for(each.wait->progress(now)) &&
            lengths.is_worth_asking(each.job()))
            return each.job();
    return std::nullopt;
}

} // namespace ssislb::detail
