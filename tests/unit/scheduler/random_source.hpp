// Random numbers that are the same on every machine for the same seed.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace ssislb::test {

class random_source {
public:
    explicit random_source(std::uint64_t seed)
        : engine_(seed) {}

    /// From 0 to below - 1.
    std::uint32_t below(std::uint32_t limit) {
        return static_cast<std::uint32_t>(engine_() % limit);
    }
    bool percent(std::uint32_t chance) { return below(100) < chance; }

    template <class T>
    T one_of(std::vector<T> const& choices) {
        return choices[below(static_cast<std::uint32_t>(choices.size()))];
    }

private:
    std::mt19937_64 engine_;
};

} // namespace ssislb::test
