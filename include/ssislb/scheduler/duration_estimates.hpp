// How long the tasks of a parent package are thought to last on each of its servers.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/parent_package.hpp>

#include <chrono>
#include <vector>

namespace ssislb {

/// Milliseconds and parts of them.
using estimated_duration = std::chrono::duration<double, std::milli>;

/// A task lasts `expected` divided by the server's speed. One without `expected` is taken for the
/// median of those that have it, or for a minute where none has.
///
/// Thread safety: distinct objects are safe, a shared const object is safe.
class duration_estimates {
public:
    explicit duration_estimates(parent_package const&);
    /// Of the package's tasks at speed 1.0, in plan order, each above 0.
    duration_estimates(parent_package const&, std::vector<estimated_duration> at_speed_one);

    /// Preconditions: the ids are those of the package.
    [[nodiscard]] estimated_duration of(task_id task, server_id server) const noexcept {
        return base_[index(task)] * pace_[index(server)];
    }

    /// The mean over all servers.
    [[nodiscard]] estimated_duration mean(task_id task) const noexcept {
        return base_[index(task)] * mean_pace_;
    }

private:
    std::vector<estimated_duration> base_;
    /// One over the speed.
    std::vector<double> pace_;
    double mean_pace_ = 1;
};

} // namespace ssislb
