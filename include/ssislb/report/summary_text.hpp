// The end of a run as tables for people.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/model/run_summary.hpp>

#include <string>

namespace ssislb {

/// Outcome, server and times of each task; load and statements of each server; the totals. Ends
/// with a line end.
///
/// Preconditions: the summary comes from a run of the package.
[[nodiscard]] std::string to_text(parent_package const&, run_summary const&);

} // namespace ssislb
