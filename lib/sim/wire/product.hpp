// The SQL Server release that the simulator claims to be.
#pragma once

#include <cstdint>

namespace ssislb::sim::wire::product {

inline constexpr std::uint8_t major = 15;
inline constexpr std::uint8_t minor = 0;
inline constexpr std::uint16_t build = 4298;

} // namespace ssislb::sim::wire::product
