// The end of a TCP line on which a request was outstanding.
#pragma once

namespace ssislb::tds::detail {

// A line that is shut down or closed still delivers what was written to it: the kernel repeats that
// for minutes, until the network is well again. A request that its sender has given up must not
// arrive any more. So the line is reset: what was not delivered is thrown away on this side, and
// the other side is told that there is no more.

/// The last close of the socket resets the line. May be called while a call blocks on it.
void reset_when_closed(int socket) noexcept;

/// Resets the line now, whoever else holds the socket open. Not while a call is on it.
void reset_line(int socket) noexcept;

} // namespace ssislb::tds::detail
