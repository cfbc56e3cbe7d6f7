#include "precautions.hpp"

#include <ssislb/tds/descriptors.hpp>
#include <ssislb/tds/environment.hpp>

#include <cstdio>

namespace ssislb::cli {
namespace {

// Files of the plan and of the libraries.
constexpr std::size_t reserve = 32;

} // namespace

needs needs_of(parent_package const& package, bool simulated) {
    auto const servers = package.servers.size();
    // A simulated server listens, and has its end of the connection and of the first try.
    return {.connections = servers, .sockets = simulated ? 3 * servers : 0};
}

std::vector<std::string> take_precautions(needs const& of) {
    auto warnings = tds::environment_warnings();
    auto const wanted = tds::current_descriptor_limit().open +
                        tds::descriptors_for(of.connections) + of.sockets + reserve;
    if (!tds::raise_descriptor_limit(wanted))
        warnings.push_back("up to " + std::to_string(wanted) +
                           " files may be open at a time, and that is above the hard limit, so "
                           "servers may be unreachable for lack of descriptors: " +
                           tds::explain_descriptor_limit() +
                           " (the hard limit: as root, or in /etc/security/limits.conf)");
    return warnings;
}

void print_warnings(std::vector<std::string> const& all) {
    for (auto const& each : all)
        std::fprintf(stderr, "warning: %s\n", each.c_str());
}

} // namespace ssislb::cli
