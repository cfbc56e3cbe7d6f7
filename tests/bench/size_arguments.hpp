// The sizes that a benchmark takes from its command line.
#pragma once

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace ssislb::bench {

/// Those that are not given are as they were. Ends the program when one is no number above 0.
template <std::size_t Count>
std::array<std::size_t, Count> read_sizes(int argc, char** argv, char const* usage,
                                          std::size_t const (&defaults)[Count]) {
    auto sizes = std::to_array(defaults);
    auto const given = static_cast<std::size_t>(argc - 1);
    for (std::size_t i = 0; i < given; ++i) {
        if (i < Count)
            sizes[i] = std::strtoul(argv[i + 1], nullptr, 10);
        if (i >= Count || sizes[i] == 0) {
            std::fprintf(stderr, "usage: %s %s\n", argv[0], usage);
            std::exit(6);
        }
    }
    return sizes;
}

} // namespace ssislb::bench
