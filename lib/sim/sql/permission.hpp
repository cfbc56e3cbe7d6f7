// What a login may do with the objects of the server.
#pragma once

#include "sim/sql/session_state.hpp"
#include "sim/sql/table.hpp"

#include <optional>
#include <string_view>

namespace ssislb::sim::detail {

/// Throws sql_failure: the name means no table in this database (208), msdb is closed to the login
/// (916), or it may not read the table (229, 300).
void require_readable(session_state const&, table const* found, std::string_view name);

/// What HAS_PERMS_BY_NAME says of a table or a procedure; nothing: there is none of that name, or
/// the login has no access to its database.
[[nodiscard]] std::optional<bool> has_permission(session_state const&, std::string_view object,
                                                 std::string_view permission);

} // namespace ssislb::sim::detail
