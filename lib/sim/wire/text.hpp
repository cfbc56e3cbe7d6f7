// The encodings of text: UTF-8 inside, UTF-16LE and code page 1252 on the wire.
#pragma once

#include "sim/wire/bytes.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ssislb::sim::wire {

/// Appends UTF-16LE, at most so many units; a pair is never cut. What is no UTF-8 becomes U+FFFD.
/// Returns the number of units written.
std::size_t append_utf16(bytes& out, std::string_view utf8,
                         std::size_t max_units = static_cast<std::size_t>(-1));

/// A half of a pair becomes U+FFFD, an odd last byte is left out.
[[nodiscard]] std::string from_utf16(byte_view utf16);

/// Appends code page 1252, at most so many bytes; what it lacks becomes '?'.
/// Returns the number of bytes written.
std::size_t append_cp1252(bytes& out, std::string_view utf8, std::size_t max_bytes);

[[nodiscard]] std::string from_cp1252(byte_view text);

} // namespace ssislb::sim::wire
