// How long the tasks of a parent package are thought to last on each of its servers.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/parent_package.hpp>

#include <chrono>
#include <optional>
#include <span>
#include <vector>

namespace ssislb {

/// Milliseconds and parts of them.
using estimated_duration = std::chrono::duration<double, std::milli>;

/// A task lasts `expected` divided by the server's speed. One without `expected` is taken for the
/// median of those that have it, or for a minute where none has. What is learned of a task, of a
/// task on one server, and of a server's speed takes the place of that.
///
/// Thread safety: distinct objects are safe, a shared const object is safe.
class duration_estimates {
public:
    explicit duration_estimates(parent_package const&);
    /// Of the package's tasks at speed 1.0, in plan order, each above 0.
    duration_estimates(parent_package const&, std::vector<estimated_duration> at_speed_one);

    /// Preconditions: the ids are those of the package.
    [[nodiscard]] estimated_duration of(task_id task, server_id server) const noexcept {
        return at_speed_one(task, server) / speed_[index(server)];
    }

    /// The mean over all servers.
    [[nodiscard]] estimated_duration mean(task_id task) const noexcept;

    /// Where nothing else is known of the task on a server.
    [[nodiscard]] estimated_duration at_speed_one(task_id task) const noexcept {
        return base_[index(task)];
    }
    void set_at_speed_one(task_id task, estimated_duration) noexcept;
    /// Of the task on that server, whatever is known of it elsewhere.
    void set_at_speed_one(task_id task, server_id, estimated_duration);

    [[nodiscard]] double speed(server_id server) const noexcept { return speed_[index(server)]; }
    /// Preconditions: above 0.
    void set_speed(server_id server, double speed) noexcept { speed_[index(server)] = speed; }

    /// For a package that has these tasks alone, in this order.
    [[nodiscard]] duration_estimates for_tasks(std::span<task_id const>) const;

    /// A server of another fleet: the one of this fleet that it is or is like, whose knowledge of
    /// tasks it takes on; none: nothing is known of it.
    struct fleet_member {
        std::optional<server_id> like;
        double speed = 1.0;
    };
    [[nodiscard]] duration_estimates for_servers(std::span<fleet_member const>) const;

private:
    duration_estimates() = default;

    [[nodiscard]] estimated_duration at_speed_one(task_id task, server_id server) const noexcept {
        auto const& known = known_[index(server)];
        if (known.empty() || known[index(task)].count() == 0)
            return base_[index(task)];
        return known[index(task)];
    }

    std::vector<estimated_duration> base_;
    std::vector<double> speed_;
    /// By server; empty where nothing of its own is known, else by task, 0 where nothing is.
    std::vector<std::vector<estimated_duration>> known_;
};

} // namespace ssislb
