// How many connections the limit of open files leaves room for.
#pragma once

#include <cstdint>
#include <string>

namespace ssislb::tds {

/// FreeTDS's socket and its event, and our duplicate of the socket. While it is being made a
/// connection takes one more, for the first try over plain TCP.
inline constexpr std::uint64_t descriptors_per_connection = 3;

/// File descriptors of this process (RLIMIT_NOFILE). `soft` is what counts; a process may raise it
/// up to `hard`.
struct descriptor_limit {
    std::uint64_t soft = 0;
    std::uint64_t hard = 0;
    /// Open now, by whomever in the process.
    std::uint64_t open = 0;

    /// Connections that can be made besides what is open.
    [[nodiscard]] std::uint64_t connections_left() const noexcept;
};

/// What `connections` take at most, also while they are being made.
[[nodiscard]] std::uint64_t descriptors_for(std::uint64_t connections) noexcept;

/// Thread safety: safe.
[[nodiscard]] descriptor_limit current_descriptor_limit();

/// Raises the soft limit, if it is lower, so that `wanted` files can be open; as far as the hard
/// limit goes. False: it does not go so far. For a program's own start: a library that is a guest
/// in a process should not do it.
bool raise_descriptor_limit(std::uint64_t wanted);

/// One sentence: the limits, and where they are raised.
[[nodiscard]] std::string explain_descriptor_limit();

} // namespace ssislb::tds
