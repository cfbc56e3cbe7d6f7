// A batch as the parser understands it.
#pragma once

#include "sim/sql/conversion.hpp"
#include "sim/sql/value.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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
    negate,
    /// + - * / % = <> < > <= >= like and or; operands of equal rank with the operators between
    /// them, from the left.
    chain,
    not_,
    is_null,
};

struct expression {
    expression_kind kind = expression_kind::literal;
    /// Name, in lower case where case does not count.
    std::string text;
    sql::value literal;
    type_of type;
    std::vector<expression> operands;
    std::vector<std::string_view> operators;
};

struct select_item {
    expression what;
    std::string alias;
    /// SELECT @x = ...; empty: a column.
    std::string assigned;
};

struct select_statement {
    std::vector<select_item> items;
    /// As written; empty: no FROM.
    std::string from;
    /// None: every row.
    std::vector<expression> where;
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

struct statement;

struct block_statement {
    std::vector<statement> body;
};

struct if_statement {
    expression condition;
    /// One statement, and perhaps the one of ELSE.
    std::vector<statement> branches;
};

struct statement {
    std::variant<select_statement, execute_statement, declare_statement, assign_statement,
                 set_statement, use_statement, print_statement, transaction_statement,
                 return_statement, block_statement, if_statement>
        what;
};

} // namespace ssislb::sim::sql
