// Raw bytes of the wire.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ssislb::sim::wire {

using bytes = std::vector<std::uint8_t>;
using byte_view = std::span<std::uint8_t const>;

inline void append(bytes& out, byte_view more) {
    out.insert(out.end(), more.begin(), more.end());
}

} // namespace ssislb::sim::wire
