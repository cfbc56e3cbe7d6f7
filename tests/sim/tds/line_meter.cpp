// What this process has open and what it has read.
#include "line_meter.hpp"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <charconv>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

namespace ssislb::test {
namespace {

namespace files = std::filesystem;

std::size_t entries(char const* folder) {
    return static_cast<std::size_t>(
        std::distance(files::directory_iterator(folder), files::directory_iterator()));
}

bool leads_to(int descriptor, std::uint16_t port) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    return ::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0 &&
           peer.sin_family == AF_INET && ntohs(peer.sin_port) == port;
}

std::vector<int> lines_to(std::uint16_t port) {
    std::vector<int> found;
    for (auto const& entry : files::directory_iterator("/proc/self/fd")) {
        auto const name = entry.path().filename().string();
        int number = -1;
        std::from_chars(name.data(), name.data() + name.size(), number);
        if (leads_to(number, port))
            found.push_back(number);
    }
    return found;
}

std::uint64_t received(int descriptor) {
    tcp_info info{};
    socklen_t size = sizeof info;
    ::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size);
    return info.tcpi_bytes_received;
}

std::uint64_t unread(int descriptor) {
    int waiting = 0;
    ::ioctl(descriptor, FIONREAD, &waiting);
    return static_cast<std::uint64_t>(waiting);
}

} // namespace

// Received first: what arrives in between must not count as read.
std::uint64_t bytes_read_from(std::uint16_t port) {
    std::uint64_t sum = 0;
    for (int const each : lines_to(port)) {
        auto const all = received(each);
        sum += all - unread(each);
    }
    return sum;
}

std::size_t open_descriptors() {
    return entries("/proc/self/fd");
}

std::size_t living_threads() {
    return entries("/proc/self/task");
}

} // namespace ssislb::test
