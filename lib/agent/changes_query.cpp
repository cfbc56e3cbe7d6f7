#include "agent/changes_query.hpp"

#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"
#include "agent/row_reader.hpp"

#include <ssislb/base/sql_server_error.hpp>

#include <chrono>

namespace ssislb::detail {
namespace {

/// A row bears the time of a change that is committed a little later; and the clocks of a server
/// and of its Agent are one.
constexpr auto commit_delay = std::chrono::seconds(5);

} // namespace

void changes_query::known_until(server_time at) noexcept {
    as_of_ = at;
}

tds::rpc changes_query::put(std::uint64_t connection) {
    if (on_ != connection)
        prepared_.reset();
    on_ = connection;
    auto const since = as_of_ - commit_delay;
    return prepared_ ? ask_changes(*prepared_, since) : prepare_changes(since);
}

std::optional<std::int32_t> changes_query::learn(tds::result const& answer) {
    if (!answer.outputs.empty())
        if (auto const* handle = std::get_if<std::int64_t>(&answer.outputs.front().content))
            prepared_ = static_cast<std::int32_t>(*handle);
    auto const* set = set_with(answer, "newest_session");
    if (set == nullptr || set->empty())
        return std::nullopt;
    row_reader const row(*set, 0);
    as_of_ = row.time("server_time").value_or(as_of_);
    return row.number("newest_session");
}

bool changes_query::survives(error_code const& error) {
    if (error.category() != sql_server_category())
        return true;
    prepared_.reset();
    return error == sql_server_errc::no_such_prepared_statement;
}

} // namespace ssislb::detail
