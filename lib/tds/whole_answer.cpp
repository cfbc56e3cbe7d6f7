#include "tds/whole_answer.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace ssislb::tds::detail {
namespace {

constexpr std::size_t header_size = 8;
constexpr std::byte tabular_result{4};
constexpr std::byte end_of_message{1};

constexpr std::size_t longest_answer = std::size_t{64} * 1024;

} // namespace

bool is_whole_answer(std::span<std::byte const> bytes) noexcept {
    while (bytes.size() >= header_size) {
        auto const length =
            (std::to_integer<std::size_t>(bytes[2]) << 8U) | std::to_integer<std::size_t>(bytes[3]);
        if (bytes[0] != tabular_result || length < header_size || length > bytes.size())
            return false;
        bool const last = (bytes[1] & end_of_message) != std::byte{0};
        bytes = bytes.subspan(length);
        if (last)
            return bytes.empty();
    }
    return false;
}

arrival arrival_of(std::span<std::byte const> bytes) noexcept {
    return is_whole_answer(bytes) ? arrival::whole : arrival::part;
}

arrival look_at(int socket) noexcept {
    thread_local std::array<std::byte, longest_answer> bytes;
    auto const got = ::recv(socket, bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return arrival::nothing;
    if (got <= 0 || static_cast<std::size_t>(got) == bytes.size())
        return arrival::part;
    return arrival_of(std::span(bytes).first(static_cast<std::size_t>(got)));
}

} // namespace ssislb::tds::detail
