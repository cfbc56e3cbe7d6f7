// The jobs that rows of a table may be about.
#pragma once

#include "sim/agent/world.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace ssislb::sim::detail {

/// What is known of the jobs beforehand.
struct job_filter {
    std::optional<guid> id{};
    /// Their activity has changed since then.
    std::optional<server_time> changed_since{};
};

class job_walk {
public:
    job_walk(world const& in, job_filter const& wanted);

    /// Null: there are no more.
    [[nodiscard]] job const* next() noexcept;
    void restart() noexcept { at_ = 0; }

private:
    job_table const& jobs_;
    /// None: all jobs.
    std::optional<std::vector<job const*>> some_;
    std::size_t at_ = 0;
};

} // namespace ssislb::sim::detail
