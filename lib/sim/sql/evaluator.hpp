// Values of scalar expressions.
#pragma once

#include "sim/agent/world.hpp"
#include "sim/sql/conversion.hpp"
#include "sim/sql/response.hpp"
#include "sim/sql/session_state.hpp"
#include "sim/sql/syntax.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ssislb::sim::detail {

struct typed_value {
    sql::value value;
    sql::type_of type;
};

[[nodiscard]] inline typed_value text_value(std::string text, std::uint16_t max_length = 128) {
    return {std::move(text), {sql::type::nvarchar, max_length}};
}

[[nodiscard]] inline typed_value integer_value(std::int64_t number,
                                               sql::type of = sql::type::int_) {
    return {number, {of, 0}};
}

/// By name in lower case, with the '@'.
using variable_table = std::map<std::string, typed_value, std::less<>>;

/// Thrown inside a batch only: its text ends the statement, or the whole batch.
struct sql_failure {
    sql::message said;
    bool ends_batch = true;
};

/// Throws 245, or 8169 for a text that is no uniqueidentifier.
[[noreturn]] void fail_conversion(sql::value const& from, sql::type_of to);

/// The row that a SELECT stands at. Both must outlive its use.
struct current_row {
    std::vector<sql::column> const& columns;
    sql::row const& values;
};

class evaluator {
public:
    /// Without a row every column is unknown.
    evaluator(world const& world, session_state const& session, variable_table const& variables,
              current_row const* row = nullptr)
        : world_{world}
        , session_{session}
        , variables_{variables}
        , row_{row} {}

    [[nodiscard]] typed_value value_of(sql::expression const&) const;
    /// UNKNOWN counts as false.
    [[nodiscard]] bool holds(sql::expression const&) const;

private:
    [[nodiscard]] typed_value variable(std::string const& name) const;
    [[nodiscard]] typed_value column(std::string const& name) const;
    [[nodiscard]] typed_value global(std::string const& name) const;
    [[nodiscard]] typed_value function(sql::expression const&) const;
    [[nodiscard]] typed_value server_property(std::string const& property) const;
    [[nodiscard]] typed_value server_role_member(std::string const& role) const;
    [[nodiscard]] typed_value role_member(std::string const& role) const;
    [[nodiscard]] typed_value cast(sql::expression const&) const;
    [[nodiscard]] typed_value chain(sql::expression const&) const;
    [[nodiscard]] std::vector<typed_value> operands_of(sql::expression const&) const;

    world const& world_;
    session_state const& session_;
    variable_table const& variables_;
    current_row const* row_;
};

} // namespace ssislb::sim::detail
