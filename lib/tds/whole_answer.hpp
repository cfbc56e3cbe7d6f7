// Whether a server's answer has arrived to its last byte.
#pragma once

#include <cstddef>
#include <span>

namespace ssislb::tds::detail {

/// Whether these bytes are whole packets of an answer, the last of them its end (MS-TDS 2.2.3.1:
/// type, status, length). False for what is encrypted: nobody can see an end there.
[[nodiscard]] bool is_whole_answer(std::span<std::byte const> bytes) noexcept;

enum class arrival {
    /// It was a false alarm.
    nothing,
    /// Some of the answer, its end not to be seen; or the end of the connection.
    part,
    whole,
};

/// What these bytes are, if they are all that can be read; not none.
[[nodiscard]] arrival arrival_of(std::span<std::byte const> bytes) noexcept;

/// What can be read from the socket without waiting. A long answer counts as a part: it is better
/// read elsewhere.
[[nodiscard]] arrival look_at(int socket) noexcept;

} // namespace ssislb::tds::detail
