// How far the makespan may lie from its forecast when tasks last longer or shorter than thought.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <cstdint>
#include <vector>

namespace ssislb {

struct makespan_spread {
    /// Ascending; one for each seed.
    std::vector<milliseconds> makespans;

    /// Preconditions: there is a makespan.
    [[nodiscard]] milliseconds mean() const;
    /// The least makespan that so many of them (0 to 1) do not exceed.
    [[nodiscard]] milliseconds quantile(double share) const;
};

/// Plays the package for each seed from 1 on. The scheduler knows the estimates only; a task truly
/// lasts its estimate times a factor of its own, lognormal with median 1 and this sigma. The same
/// seed gives the same factors everywhere.
///
/// Pure. Preconditions: validate(package) is empty; sigma is at least 0, seeds at least 1.
[[nodiscard]] makespan_spread spread_of(parent_package const&, duration_estimates const&,
                                        double sigma, std::uint32_t seeds,
                                        play_options const& = {});

} // namespace ssislb
