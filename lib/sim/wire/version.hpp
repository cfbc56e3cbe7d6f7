// Versions of the protocol and what depends on them (MS-TDS 2.2.7.14).
#pragma once

#include <cstdint>
#include <optional>

namespace ssislb::sim::wire {

enum class tds_version { v7_1, v7_1_revision_1, v7_2, v7_3_a, v7_3_b, v7_4 };

/// The lower of what the client's LOGIN7 asks for and 7.4; nothing for clients before 7.1.
[[nodiscard]] std::optional<tds_version> negotiate(std::uint32_t login_version) noexcept;

/// As LOGINACK carries it, big-endian.
[[nodiscard]] std::uint32_t login_ack_number(tds_version) noexcept;

/// 7.2: wide counts, user types and line numbers, ALL_HEADERS, max types.
[[nodiscard]] constexpr bool is_wide(tds_version version) noexcept {
    return version >= tds_version::v7_2;
}

[[nodiscard]] constexpr bool has_null_bitmaps(tds_version version) noexcept {
    return version >= tds_version::v7_3_b;
}

} // namespace ssislb::sim::wire
