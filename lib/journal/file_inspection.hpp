// What stands at a path, before anything is done with it.
#pragma once

#include "journal/sqlite.hpp"

#include <filesystem>

namespace ssislb::detail {

/// Throws journal_failure or sqlite_error where that is no sound journal of this version or an
/// earlier one, or nothing at all. Nothing in the file is changed. An empty file passes.
void inspect(std::filesystem::path const&);

/// Throws journal_failure where it is neither empty nor a journal of this version or an earlier
/// one.
void require_known_schema(sqlite_database&, std::filesystem::path const&);

} // namespace ssislb::detail
