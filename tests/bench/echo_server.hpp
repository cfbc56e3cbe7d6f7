// The floor: the least that an exchange over TCP can cost.
#pragma once

#include <cstdint>
#include <thread>

namespace ssislb::bench {

/// Bytes of one question and of one answer: a status call about one job, as FreeTDS sends it.
inline constexpr std::size_t question_size = 200;
inline constexpr std::size_t answer_size = 1000;

/// Answers each question of one client after the other, on a thread of its own that ends with the
/// process.
class echo_server {
public:
    echo_server();
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    std::uint16_t port_ = 0;
};

/// Asks so many times; blocks.
void ask_echo(std::uint16_t port, std::size_t times);

} // namespace ssislb::bench
