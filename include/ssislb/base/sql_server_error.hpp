// The open category whose value is SQL Server's own message number.
#pragma once

#include <ssislb/base/error_code.hpp>

#include <cstdint>

namespace ssislb {

/// Numbers that the library acts on. Any other number is as valid a value of the category.
/// Source: "Database Engine events and errors".
enum class sql_server_errc : std::int32_t {
    parameter_missing = 201,
    permission_denied = 229,
    out_of_memory = 701,
    cannot_access_database = 916,
    out_of_locks = 1204,
    deadlock_victim = 1205,
    lock_timeout = 1222,
    procedure_not_found = 2812,
    cannot_open_database = 4060,
    no_such_prepared_statement = 8179,
    memory_wait_timeout = 8645,
    job_exists = 14261,
    not_found = 14262,
    job_not_targeted_start = 14256,
    job_not_targeted_stop = 14257,
    agent_starting = 14258,
    name_ambiguous = 14293,
    not_job_owner = 14393,
    feature_turned_off = 15281,
    login_failed = 18456,
    agent_refused = 22022,
};

/// The category. `value()` of a code is the number of the first message above severity 10.
[[nodiscard]] error_category const& sql_server_category() noexcept;

[[nodiscard]] error_code make_error_code(sql_server_errc) noexcept;

/// The code for any message number.
[[nodiscard]] error_code sql_server_error(std::int32_t number) noexcept;

} // namespace ssislb

template <>
struct boost::system::is_error_code_enum<ssislb::sql_server_errc> : std::true_type {};
