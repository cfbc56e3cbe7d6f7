// Strong ids: where a task or a server stands in its parent package.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace ssislb {

/// Position of a task in parent_package::tasks.
enum class task_id : std::uint32_t {};

/// Position of a server in parent_package::servers.
enum class server_id : std::uint32_t {};

/// One start of a job for a task; attempts of a task are numbered from 1.
struct attempt_id {
    task_id task{};
    std::uint32_t number = 0;

    auto operator<=>(attempt_id const&) const = default;
};

[[nodiscard]] constexpr std::size_t index(task_id id) noexcept {
    return static_cast<std::size_t>(id);
}
[[nodiscard]] constexpr std::size_t index(server_id id) noexcept {
    return static_cast<std::size_t>(id);
}

} // namespace ssislb

template <>
struct std::hash<ssislb::attempt_id> {
    [[nodiscard]] std::size_t operator()(ssislb::attempt_id id) const noexcept {
        return ssislb::index(id.task) * 31 + id.number;
    }
};
