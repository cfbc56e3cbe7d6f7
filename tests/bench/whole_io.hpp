// Pipes between a benchmark and its simulated servers: whole values, or an error.
#pragma once

#include <cstddef>

namespace ssislb::bench {

/// False: the other end is closed.
[[nodiscard]] bool read_whole(int from, void* into, std::size_t size);

/// Throws when the other end is closed.
void write_whole(int to, void const* from, std::size_t size);

} // namespace ssislb::bench
