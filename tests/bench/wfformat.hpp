// Recorded workflows as parent packages (WfFormat 1.5).
#pragma once

#include <ssislb/model/parent_package.hpp>

#include <string>
#include <vector>

namespace ssislb::bench {

struct workload {
    /// Without servers; tasks last as recorded, a recorded 0 being a millisecond.
    parent_package package;
    /// By task, the kind of work: its name without the number. Tasks of a type share a history.
    std::vector<std::string> types;
};

/// Throws std::runtime_error with the file's name and what is wrong with it.
[[nodiscard]] workload read_wfformat(std::string const& path);

/// Started together, so many copies of each.
[[nodiscard]] workload union_of(std::vector<workload> const&, int copies);

} // namespace ssislb::bench
