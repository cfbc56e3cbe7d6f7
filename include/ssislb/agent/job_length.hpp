// How long the runs of a job took, by its history.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>

#include <cstdint>

namespace ssislb {

/// Of the runs that succeeded and that the history still knows (sp_help_jobhistory), which are
/// whole seconds long there. Lengths are taken to be lognormal.
struct job_length {
    guid job;
    milliseconds median{0};
    /// Standard deviation of the logarithm; few runs tell little of it, so it is never 0.
    double spread = 0;
    /// At least 1.
    std::uint32_t runs = 1;

    bool operator==(job_length const&) const = default;
};

} // namespace ssislb
