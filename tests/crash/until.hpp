// Waits for what processes and simulated servers come to by themselves.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace ssislb::test {

/// Looks again and again until it holds. Throws when that takes longer than any test may.
template <class Condition>
void until(std::string const& what, Condition holds) {
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(50);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end)
            throw std::runtime_error("it never came to this: " + what);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

} // namespace ssislb::test
