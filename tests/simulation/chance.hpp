// Chance from a seed: the same on every machine.
#pragma once

#include <cstdint>

namespace ssislb::simulation {

/// Standard distributions differ from one library to the next, so they are not used.
class chance {
public:
    /// Streams of one seed have nothing to do with each other.
    explicit chance(std::uint64_t seed, std::uint64_t stream = 0) noexcept
        : state_(seed * 0x9e3779b97f4a7c15U ^ (stream + 1) * 0xd1342543de82ef95U) {
        next();
        next();
    }

    /// splitmix64.
    std::uint64_t next() noexcept {
        std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31U);
    }

    /// Both ends included; `from` <= `to`.
    [[nodiscard]] std::int64_t between(std::int64_t from, std::int64_t to) noexcept {
        auto const span = static_cast<std::uint64_t>(to - from) + 1;
        return from + static_cast<std::int64_t>(next() % span);
    }

    /// Below `count`, which is above 0.
    [[nodiscard]] std::uint32_t below(std::uint32_t count) noexcept {
        return static_cast<std::uint32_t>(next() % count);
    }

    [[nodiscard]] bool happens(std::uint32_t in_a_thousand) noexcept {
        return next() % 1000 < in_a_thousand;
    }

    /// As likely between 1 and 10 as between 100 and 1000.
    [[nodiscard]] std::int64_t by_magnitude(std::int64_t from, std::int64_t to) noexcept {
        std::int64_t most = from;
        std::uint32_t steps = 0;
        for (std::int64_t each = from; each < to; each *= 4)
            ++steps;
        for (std::uint32_t step = below(steps + 1); step > 0; --step)
            most = most * 4 < to ? most * 4 : to;
        return between(from, most);
    }

private:
    std::uint64_t state_;
};

} // namespace ssislb::simulation
