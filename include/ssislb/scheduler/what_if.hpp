// The same parent package with another fleet: what a forecast is asked about.
#pragma once

#include <ssislb/model/ids.hpp>
#include <ssislb/model/parent_package.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ssislb {

/// A server by what counts for a forecast.
struct server_shape {
    std::string name;
    /// Relative, above 0.
    double speed = 1.0;
    /// Slots, at least 1.
    std::uint32_t max_jobs = 1;
};

struct fleet_change {
    /// Those that the package has already get this speed and these slots. Tasks that name their
    /// servers do not go to a new one.
    std::vector<server_shape> with;
    /// Names of servers that are taken away.
    std::vector<std::string> without;
};

struct changed_fleet {
    parent_package package;
    /// Enabled tasks that no server is left for. Unless there are none, the package is not valid.
    std::vector<task_id> homeless;
};

/// Takes servers away, then adds or changes others. A name of `without` that the package does not
/// have changes nothing. validate() tells whether the new names and numbers are good.
///
/// Pure.
[[nodiscard]] changed_fleet change_fleet(parent_package, fleet_change const&);

/// With one more server, the last one, that has the jobs of this one: tasks that name it go to the
/// copy, too.
///
/// Preconditions: the id is one of the package.
[[nodiscard]] parent_package with_copy(parent_package, server_id of);

/// With one more slot on this server.
///
/// Preconditions: the id is one of the package.
[[nodiscard]] parent_package with_slot(parent_package, server_id on);

} // namespace ssislb
