// A uniqueidentifier: the id of an Agent job.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ssislb {

/// The 16 bytes in the order of SQL Server's storage: the first three groups little-endian.
struct guid {
    std::array<std::byte, 16> bytes{};

    auto operator<=>(guid const&) const = default;
};

/// Upper case with hyphens and no braces, as CONVERT(VARCHAR(36), id) gives it.
[[nodiscard]] std::string to_string(guid const&);

/// Reads the 36 characters of to_string, in either case, with or without braces.
[[nodiscard]] std::optional<guid> parse_guid(std::string_view text) noexcept;

} // namespace ssislb

template <>
struct std::hash<ssislb::guid> {
    [[nodiscard]] std::size_t operator()(ssislb::guid const& id) const noexcept;
};
