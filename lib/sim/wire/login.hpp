// LOGIN7 (MS-TDS 2.2.6.4).
#pragma once

#include "sim/sql/request.hpp"
#include "sim/wire/bytes.hpp"
#include "sim/wire/version.hpp"

#include <cstddef>
#include <optional>

namespace ssislb::sim::wire {

inline constexpr std::size_t largest_login = 128 * 1024 - 1;

struct login7 {
    tds_version version = tds_version::v7_4;
    /// As asked for; 0 is the server's default.
    std::uint32_t packet_size = 0;
    sql::login login;
    /// Ids of the features asked for, in order.
    bytes features;
};

/// Nothing when a field lies outside the message, a name is too long or the version is before 7.1.
[[nodiscard]] std::optional<login7> parse_login7(byte_view data);

/// What the server makes of the wish: 0 is the default, the rest is brought into range.
[[nodiscard]] std::size_t agree_packet_size(std::uint32_t asked) noexcept;

} // namespace ssislb::sim::wire
