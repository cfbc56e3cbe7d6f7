// Values of expressions, and whether conditions hold.
#pragma once

#include "sim/agent/world.hpp"
#include "sim/sql/comparison.hpp"
#include "sim/sql/conversion.hpp"
#include "sim/sql/response.hpp"
#include "sim/sql/session_state.hpp"
#include "sim/sql/syntax.hpp"
#include "sim/sql/table.hpp"

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

/// Throws 241, 245, or 8169 for a text that is no uniqueidentifier.
[[noreturn]] void fail_conversion(sql::value const& from, sql::type_of to);

/// The first column of what a subquery gives.
struct subquery_rows {
    std::vector<sql::value> values;
    sql::type_of type;
};

/// What all expressions of one statement share.
struct statement_context {
    world const& in;
    session_state const& session;
    variable_table const& variables;
    /// Subqueries that read nothing of the queries around them run once.
    std::map<sql::select_statement const*, subquery_rows> known{};
    /// How many rows it may still look at.
    std::size_t rows_left = 2'000'000;
};

/// Where a query stands: in which row of each of its tables.
struct row_scope {
    struct source {
        std::vector<sql::column> const* columns = nullptr;
        /// Null: the row has nothing but NULL.
        cursor const* row = nullptr;
    };
    std::vector<source> sources{};
    std::vector<typed_value> aggregates{};
    row_scope const* outer = nullptr;
    /// Only the types of its values are asked for.
    bool types_only = false;
};

class evaluator {
public:
    explicit evaluator(statement_context& context, row_scope const* rows = nullptr)
        : context_{context}
        , rows_{rows} {}

    [[nodiscard]] typed_value value_of(sql::expression const&) const;
    [[nodiscard]] truth truth_of(sql::expression const&) const;
    /// UNKNOWN counts as false.
    [[nodiscard]] bool holds(sql::expression const& condition) const {
        return truth_of(condition) == truth::yes;
    }

private:
    [[nodiscard]] typed_value variable(std::string const& name) const;
    [[nodiscard]] typed_value column(sql::expression const&) const;
    [[nodiscard]] typed_value global(std::string const& name) const;
    [[nodiscard]] typed_value function(sql::expression const&) const;
    [[nodiscard]] typed_value server_property(std::string const& property) const;
    [[nodiscard]] typed_value server_role_member(std::string const& role) const;
    [[nodiscard]] typed_value role_member(std::string const& role) const;
    [[nodiscard]] typed_value permission(std::string const& object, std::string const& kind,
                                         std::string const& asked) const;
    [[nodiscard]] typed_value cast(sql::expression const&) const;
    [[nodiscard]] typed_value chain(sql::expression const&) const;
    [[nodiscard]] typed_value negated(sql::expression const&) const;
    [[nodiscard]] typed_value subquery(sql::expression const&) const;
    [[nodiscard]] truth all_hold(std::vector<sql::expression> const&) const;
    [[nodiscard]] truth any_holds(std::vector<sql::expression> const&) const;
    [[nodiscard]] truth is_among(sql::expression const&) const;
    [[nodiscard]] subquery_rows rows_of(sql::select_statement const&, std::size_t most) const;
    [[nodiscard]] std::vector<typed_value> operands_of(sql::expression const&) const;

    statement_context& context_;
    row_scope const* rows_;
};

} // namespace ssislb::sim::detail
