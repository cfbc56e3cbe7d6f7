// Whether a run can go on with a parent package that was edited after it had begun.
#pragma once

#include <ssislb/model/event.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/run_options.hpp>

#include <span>
#include <string>
#include <vector>

namespace ssislb {

/// A package and the events of a run, with the ids of that package.
struct package_past {
    parent_package const& package;
    std::span<timed_event const> events;
};

/// What the edited package would change of what has happened: sentences that name the task and say
/// why; empty: the run can go on with it.
///
/// Tasks that have not begun may be changed in everything, and added or taken away. Of one that has
/// begun the job, its constraints, `outcome_from` and `enabled` are past; and whatever was changed,
/// what has its outcome keeps it, and what runs goes on, on its server.
///
/// Preconditions: both packages are valid; options are those of the run.
[[nodiscard]] std::vector<std::string>
conflicts_with_past(package_past const& was, package_past const& edited, run_options const&);

} // namespace ssislb
