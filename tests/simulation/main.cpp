// ssislb_simulation: nights by the seed, until one of them violates what has to hold.
#include "arguments.hpp"
#include "campaign.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

int main(int count, char** values) {
    using namespace ssislb::simulation;
    // Times of day are not to depend on the machine.
    setenv("TZ", "UTC", 1);
    try {
        auto const arguments = read_arguments({values + 1, values + count});
        if (!arguments) {
            fmt::print(stderr, "{}", usage);
            return 2;
        }
        return run_campaign(*arguments);
    } catch (std::exception const& failure) {
        fmt::print(stderr, "ssislb_simulation: {}\n", failure.what());
        return 1;
    }
}
