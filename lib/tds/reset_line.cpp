#include "tds/reset_line.hpp"

#include <sys/socket.h>

namespace ssislb::tds::detail {

void reset_when_closed(int socket) noexcept {
    linger const at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void reset_line(int socket) noexcept {
    // To connect a TCP socket to nowhere is how Linux is told to do it.
    sockaddr nowhere{};
    nowhere.sa_family = AF_UNSPEC;
    static_cast<void>(::connect(socket, &nowhere, sizeof nowhere));
}

} // namespace ssislb::tds::detail
