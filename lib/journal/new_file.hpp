// The file of a journal before there is a run in it.
#pragma once

#include <filesystem>

namespace ssislb::detail {

/// Makes a journal without runs, readable by its owner alone, unless something stands there
/// already. It comes into being whole: whoever finds a file finds a journal. Throws journal_failure
/// or sqlite_error.
void make_unless_there(std::filesystem::path const&);

} // namespace ssislb::detail
