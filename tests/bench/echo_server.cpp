// Plain sockets, so that nothing is measured but TCP.
#include "echo_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace ssislb::bench {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void send_at_once(int socket) {
    int const yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

bool receive(int socket, std::size_t wanted) {
    std::array<char, answer_size> bytes{};
    while (wanted > 0) {
        auto const got = ::read(socket, bytes.data(), wanted);
        if (got <= 0)
            return false;
        wanted -= static_cast<std::size_t>(got);
    }
    return true;
}

void answer(int socket) {
    std::array<char, answer_size> const bytes{};
    while (receive(socket, question_size))
        if (::write(socket, bytes.data(), bytes.size()) < 0)
            return;
}

} // namespace

echo_server::echo_server() {
    int const listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    socklen_t length = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listening, any, length) != 0 || ::listen(listening, 4) != 0 ||
        ::getsockname(listening, any, &length) != 0)
        throw std::runtime_error("no port for the floor");
    port_ = ntohs(address.sin_port);
    std::thread([listening] {
        for (int client = 0; (client = ::accept(listening, nullptr, nullptr)) >= 0;) {
            send_at_once(client);
            answer(client);
            ::close(client);
        }
    }).detach();
}

void ask_echo(std::uint16_t port, std::size_t times) {
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const address = loopback(port);
    if (::connect(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        throw std::runtime_error("the floor does not answer");
    send_at_once(socket);
    std::array<char, question_size> const question{};
    for (std::size_t i = 0; i < times; ++i)
        if (::write(socket, question.data(), question.size()) < 0 || !receive(socket, answer_size))
            throw std::runtime_error("the floor does not answer");
    ::close(socket);
}

} // namespace ssislb::bench
