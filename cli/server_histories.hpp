// What the servers' histories tell of how long the plan's tasks take.
#pragma once

#include <ssislb/model/event.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/credentials.hpp>

#include <string>
#include <vector>

namespace ssislb::cli {

struct server_histories {
    /// In plan order; servers that tell nothing are left out.
    std::vector<event::history_read> read;
    /// A sentence for each server that could not be asked.
    std::vector<std::string> warnings;
};

/// Asks all servers at the same time. Returns when the last one has answered or was given up.
[[nodiscard]] server_histories read_histories(parent_package const&, password_source const&);

} // namespace ssislb::cli
