// The same parent package with another fleet: what a forecast is asked about.
#pragma once

#include <ssislb/model/ids.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>

#include <cstdint>
#include <optional>
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
    /// By server: the one of the package before that it was, or is a copy of; none: it is new.
    std::vector<std::optional<server_id>> was;
    /// Enabled tasks that no server is left for. Unless there are none, the package is not valid.
    std::vector<task_id> homeless;
};

/// Takes servers away, then adds or changes others. A name of `without` that the package does not
/// have changes nothing. validate() tells whether the new names and numbers are good.
///
/// Pure.
[[nodiscard]] changed_fleet change_fleet(parent_package const&, fleet_change const&);

/// With one more server, the last one, that has the jobs of this one: tasks that name it go to the
/// copy, too.
///
/// Preconditions: the id is one of the package.
[[nodiscard]] changed_fleet with_copy(parent_package, server_id of);

/// With one more slot on this server: the estimates stay as they are.
///
/// Preconditions: the id is one of the package.
[[nodiscard]] parent_package with_slot(parent_package, server_id on);

/// What is known of servers that stay, or are copied, stays known. Where the plan's speed of one is
/// changed, its learned speed changes by the same factor.
///
/// Preconditions: the estimates are made for the package before, from which the fleet was changed.
[[nodiscard]] duration_estimates estimates_for(changed_fleet const&, parent_package const& before,
                                               duration_estimates const&);

} // namespace ssislb
