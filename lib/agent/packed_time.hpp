// A server's time, or none, in the eight bytes of the time itself.
#pragma once

#include <ssislb/base/time.hpp>

#include <optional>

namespace ssislb::detail {

/// For what exists a hundred thousand times; an std::optional takes twice as much.
class packed_time {
public:
    packed_time() = default;
    // Implicit, as an optional is made of what it holds.
    packed_time(std::optional<server_time> from) noexcept
        : time_(from.value_or(none)) {}

    [[nodiscard]] explicit operator bool() const noexcept { return time_ != none; }
    [[nodiscard]] server_time operator*() const noexcept { return time_; }
    operator std::optional<server_time>() const noexcept {
        return *this ? std::optional(time_) : std::nullopt;
    }

    bool operator==(packed_time const&) const = default;

private:
    /// Before every datetime of SQL Server.
    static constexpr server_time none = server_time::min();

    server_time time_ = none;
};

} // namespace ssislb::detail
