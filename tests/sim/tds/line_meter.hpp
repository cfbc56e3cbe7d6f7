// What this process has open and what it has read: facts that the operating system knows.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ssislb::test {

/// The bytes that this process has taken from its connections to a port. A descriptor and its
/// duplicate count both: compare it with itself only.
[[nodiscard]] std::uint64_t bytes_read_from(std::uint16_t port);

[[nodiscard]] std::size_t open_descriptors();

[[nodiscard]] std::size_t living_threads();

} // namespace ssislb::test
