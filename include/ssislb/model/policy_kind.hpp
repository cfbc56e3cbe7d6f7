// Which placement policy a parent package asks for.
#pragma once

#include <cstdint>
#include <string_view>

namespace ssislb {

enum class policy_kind : std::uint8_t {
    /// Each task where it is thought to end earliest, the longest path first. Waits for a quick
    /// server where that pays.
    critical_path,
    /// The longest path first, each task to the quickest slot that is free.
    fastest_free,
    /// Plan order, each task to the server with the largest share of free slots.
    least_loaded,
    /// Tasks are dealt to the servers in turn.
    round_robin,
    /// Each task to the first of its servers.
    pinned,
};

[[nodiscard]] std::string_view to_string(policy_kind) noexcept;

} // namespace ssislb
