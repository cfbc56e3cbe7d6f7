// Servers that a task leaves alone for a while: busy there, or a passing trouble.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/ids.hpp>
#include <ssislb/scheduler/server_set.hpp>

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace ssislb::detail {

class server_pool;

class pair_delays {
public:
    /// Replaces an earlier delay of the pair.
    void add(task_id, server_id, timestamp until);

    /// Ends at once when the server is reported up once more.
    void add_until_up(task_id, server_id, timestamp until, std::uint32_t times_up);

    /// Forgets the pair's delay if it ends at that instant; false if it does not.
    bool end(task_id, server_id, timestamp at);

    [[nodiscard]] bool ends(task_id, server_id, timestamp at) const noexcept;

    void forget(task_id id) { delays_.erase(index(id)); }

    /// Takes the servers that the task leaves alone out of the set.
    void subtract_from(server_set&, task_id, server_pool const&) const;

private:
    struct delay {
        server_id server{};
        timestamp until;
        std::optional<std::uint32_t> while_times_up;
    };

    void put(task_id, delay const&);

    std::unordered_map<std::size_t, std::vector<delay>> delays_;
};

} // namespace ssislb::detail
