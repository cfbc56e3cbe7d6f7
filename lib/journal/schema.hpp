// The tables of a journal, and how those of earlier versions become today's.
#pragma once

#include "journal/sqlite.hpp"

#include <cstdint>

namespace ssislb::detail {

enum class schema_state { current, older, newer, empty, foreign };

/// "ssis" in ASCII.
inline constexpr std::int64_t journal_application_id = 0x73736973;

[[nodiscard]] schema_state look_at_schema(sqlite_database&);

/// For everybody who writes: the write-ahead log, and each migration that is missing in a
/// transaction of its own. Preconditions: the state is current, older or empty.
void prepare_to_write(sqlite_database&);

} // namespace ssislb::detail
