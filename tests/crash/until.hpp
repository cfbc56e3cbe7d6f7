// Waits for what processes and simulated servers come to by themselves.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <stdexcept>
#include <string>

namespace ssislb::test {

/// Looks again and again until it holds. Throws when that takes longer than any test may.
template <class Condition>
void until(std::string const& what, Condition holds) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(50);
    boost::asio::io_context io;
    boost::asio::steady_timer pause(io);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end)
            throw std::runtime_error("it never came to this: " + what);
        pause.expires_after(std::chrono::milliseconds(1));
        pause.wait();
    }
}

} // namespace ssislb::test
