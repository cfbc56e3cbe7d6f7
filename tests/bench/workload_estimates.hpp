// What a scheduler may think of the durations of recorded tasks.
#pragma once

#include "wfformat.hpp"

#include <ssislb/scheduler/duration_estimates.hpp>

#include <cstdint>
#include <vector>

namespace ssislb::bench {

/// Wrong by a lognormal factor of its own each, sigma 0.3.
[[nodiscard]] std::vector<estimated_duration> noisy_estimates(workload const&, std::uint32_t seed);

/// The mean of all tasks of the type.
[[nodiscard]] std::vector<estimated_duration> type_means(workload const&);

} // namespace ssislb::bench
