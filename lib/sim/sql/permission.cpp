#include "sim/sql/permission.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/evaluator.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/name.hpp"
#include "sim/sql/procedure.hpp"

#include <string>

namespace ssislb::sim::detail {
namespace {

constexpr std::string_view msdb = "msdb";

bool is_sysadmin(session_state const& session) {
    return session.login.role == agent_role::sysadmin;
}

bool enters_msdb(session_state const& session) {
    return is_sysadmin(session) || session.login.msdb_access;
}

/// The database that the name means: its own part, or the one that the text runs in.
std::string database_of(sql::object_name const& name, session_state const& session) {
    return name.database.empty() ? session.database : name.database;
}

bool may_read(table const& of, session_state const& session) {
    if (is_sysadmin(session))
        return true;
    return of.needs == read_right::select_in_msdb ? session.login.reads_msdb
                                                  : session.login.view_server_state;
}

} // namespace

void require_readable(session_state const& session, table const* found, std::string_view name) {
    auto const parts = sql::parse_object_name(name);
    bool const of_msdb = found != nullptr && found->needs == read_right::select_in_msdb;
    if (found == nullptr || (of_msdb && !same_name(database_of(*parts, session), msdb)))
        throw sql_failure{sql::make_message(208, {name}, {}, 1)};
    if (of_msdb && !enters_msdb(session))
        throw sql_failure{sql::make_message(916, {session.login.user, msdb})};
    if (may_read(*found, session))
        return;
    // Rights are looked at when a statement runs, so the batch goes on after it.
    if (of_msdb)
        throw sql_failure{sql::make_message(229, {"SELECT", found->name, msdb}, {}, 1), false};
    throw sql_failure{sql::make_message(300, {}, {}, 1)};
}

std::optional<bool> has_permission(session_state const& session, std::string_view object,
                                   std::string_view permission) {
    auto const parts = sql::parse_object_name(object);
    if (!parts)
        return std::nullopt;
    auto const* const found = find_table(object);
    if (found != nullptr && found->needs == read_right::view_server_state)
        return same_name(permission, "SELECT") ? may_read(*found, session) : is_sysadmin(session);
    bool const in_msdb = same_name(database_of(*parts, session), msdb) && enters_msdb(session);
    if (!in_msdb)
        return std::nullopt;
    if (found != nullptr)
        return same_name(permission, "SELECT") ? may_read(*found, session) : is_sysadmin(session);
    if (find_procedure(parts->object) == nullptr)
        return std::nullopt;
    return is_sysadmin(session) ||
           (same_name(permission, "EXECUTE") && session.login.role != agent_role::none);
}

} // namespace ssislb::sim::detail
