// What the process itself could trip over: its environment, its limit of open files.
#pragma once

#include <ssislb/model/parent_package.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace ssislb::cli {

/// What a command opens.
struct needs {
    std::size_t connections = 0;
    /// Sockets of simulated servers, here.
    std::size_t sockets = 0;
};

/// A connection to each server, which may be simulated here.
[[nodiscard]] needs needs_of(parent_package const&, bool simulated);

/// Raises the limit of open files where the needs are above it. Returns sentences about what is
/// dangerous or will not do.
[[nodiscard]] std::vector<std::string> take_precautions(needs const&);

/// `warning: ` and the sentence, on standard error, one a line.
void print_warnings(std::vector<std::string> const&);

} // namespace ssislb::cli
