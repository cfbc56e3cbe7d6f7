// A batch as the parser understands it.
#pragma once

#include "sim/sql/conversion.hpp"
#include "sim/sql/value.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ssislb::sim::detail {
struct table;
}

namespace ssislb::sim::sql {

enum class expression_kind : std::uint8_t {
    literal,
    /// @x or @@x.
    variable,
    column,
    /// CAST and CONVERT; operands: the value.
    cast,
    /// operands: the arguments.
    function,
    /// MAX, MIN or COUNT over the rows of its query; operands: the argument, or none for COUNT(*).
    aggregate,
    /// (SELECT ...): the only value of its only row.
    subquery,
    negate,
    /// + - * / %; operands of equal rank with the operators between them, from the left.
    chain,
    // From here on conditions.
    /// = <> != < <= > >= like; text: which.
    comparison,
    and_,
    or_,
    not_,
    is_null,
    /// The first operand among the others, or among the rows of the query.
    in,
    exists,
};

[[nodiscard]] constexpr bool is_condition(expression_kind kind) noexcept {
    return kind >= expression_kind::comparison;
}

/// Where a column is found: so many queries further out, there in which table, and which of its
/// columns. Of an aggregate: its place among those of its query.
struct column_place {
    std::size_t levels = 0;
    std::size_t source = 0;
    std::size_t column = 0;
};

struct select_statement;

struct expression {
    expression_kind kind = expression_kind::literal;
    /// Name, in lower case where case does not count.
    std::string text;
    sql::value literal;
    type_of type;
    std::vector<expression> operands;
    std::vector<std::string_view> operators;
    /// None: there is no such column.
    std::optional<column_place> place{};
    /// Of subquery and exists, and of in where it has one.
    std::shared_ptr<select_statement> query{};
};

struct select_item {
    expression what;
    std::string alias;
    /// SELECT @x = ...; empty: a column.
    std::string assigned;
};

/// A table that a query reads, and how it is joined to those before it.
struct table_source {
    /// As written.
    std::string name;
    /// What columns may be qualified with.
    std::string alias;
    /// Null: there is none of that name.
    detail::table const* table = nullptr;
    bool left_join = false;
    /// The condition of ON; none for the first table.
    std::vector<expression> on{};
};

struct order_item {
    expression what;
    /// The select item that it sorts by, if it is one.
    std::optional<std::size_t> item{};
    bool descending = false;
};

struct select_statement {
    std::vector<select_item> items;
    std::vector<table_source> from{};
    /// None: every row.
    std::vector<expression> where{};
    std::vector<order_item> order{};
    /// None: all that there are.
    std::vector<expression> top{};
    /// Those of items and order.
    std::vector<expression> aggregates{};
    /// It reads columns of a query around it.
    bool correlated = false;
};

struct argument {
    /// Empty: positional.
    std::string name;
    expression value;
    bool output = false;
    bool use_default = false;
};

struct execute_statement {
    std::string procedure;
    /// Takes the return value; may be empty.
    std::string returned;
    std::vector<argument> arguments;
};

struct variable_declaration {
    std::string name;
    type_of type;
    /// None: NULL.
    std::vector<expression> initial;
};

struct declare_statement {
    std::vector<variable_declaration> variables;
};

struct assign_statement {
    std::string name;
    expression value;
};

/// SET of anything but a variable.
struct set_statement {
    /// In lower case: `nocount`.
    std::string option;
    std::string value;
};

struct use_statement {
    std::string database;
};

struct print_statement {
    expression what;
};

struct transaction_statement {
    enum class verb : std::uint8_t { begin, commit, rollback } what = verb::begin;
};

struct return_statement {};
struct break_statement {};
struct continue_statement {};

/// WAITFOR DELAY.
struct waitfor_statement {
    expression delay;
};

struct statement;

struct block_statement {
    std::vector<statement> body;
};

struct if_statement {
    expression condition;
    /// One statement, and perhaps the one of ELSE.
    std::vector<statement> branches;
};

struct while_statement {
    expression condition;
    /// One statement.
    std::vector<statement> body;
};

struct statement {
    std::variant<select_statement, execute_statement, declare_statement, assign_statement,
                 set_statement, use_statement, print_statement, transaction_statement,
                 return_statement, break_statement, continue_statement, waitfor_statement,
                 block_statement, if_statement, while_statement>
        what;
};

} // namespace ssislb::sim::sql
