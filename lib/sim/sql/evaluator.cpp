#include "sim/sql/evaluator.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/query.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace ssislb::sim::detail {
namespace {

using sql::expression;
using sql::expression_kind;
using sql::type;

std::optional<std::int64_t> as_integer(sql::value const& from) {
    auto const converted = sql::convert(from, {type::bigint, 0});
    if (!converted || sql::is_null(*converted))
        return std::nullopt;
    return std::get<std::int64_t>(*converted);
}

bool is_text(typed_value const& side) {
    return side.type.type == type::nvarchar || side.type.type == type::varchar;
}

/// Longer than an nvarchar can be, it is cut off.
typed_value concatenation(typed_value left, typed_value const& right) {
    constexpr std::uint16_t longest = 4000;
    if (sql::is_null(left.value) || sql::is_null(right.value))
        return {{}, {type::nvarchar, longest}};
    auto whole = sql::to_text(std::move(left.value));
    whole += sql::to_text(right.value);
    auto const length = std::clamp<int>(left.type.max_length + right.type.max_length, 1, longest);
    sql::type_of const joined{type::nvarchar, static_cast<std::uint16_t>(length)};
    if (whole.size() <= longest)
        return {std::move(whole), joined};
    return {*sql::convert(std::move(whole), {type::nvarchar, longest}), joined};
}

/// Nothing: the result is too large.
std::optional<std::int64_t> arithmetic(char operation, std::int64_t left, std::int64_t right) {
    std::int64_t result = 0;
    switch (operation) {
    case '+':
        return __builtin_add_overflow(left, right, &result) ? std::nullopt : std::optional{result};
    case '-':
        return __builtin_sub_overflow(left, right, &result) ? std::nullopt : std::optional{result};
    case '*':
        return __builtin_mul_overflow(left, right, &result) ? std::nullopt : std::optional{result};
    default:
        break;
    }
    if (right == 0)
        throw sql_failure{sql::make_message(8134, {}, {}, 1), false};
    // The one quotient that does not fit, and its remainder, stop the processor.
    if (right == -1)
        return operation == '/' ? arithmetic('-', 0, left) : 0;
    return operation == '/' ? left / right : left % right;
}

/// Both sides not NULL.
std::int64_t computed(char operation, std::int64_t left, std::int64_t right) {
    if (auto const result = arithmetic(operation, left, right))
        return *result;
    throw sql_failure{sql::make_message(8115, {"expression", "bigint"}, {}, 1), false};
}

typed_value combined(std::string_view operation, typed_value left, typed_value const& right) {
    if (operation == "+" && is_text(left) && is_text(right))
        return concatenation(std::move(left), right);
    if (sql::is_null(left.value) || sql::is_null(right.value))
        return {{}, {type::int_, 0}};
    auto const a = as_integer(left.value);
    auto const b = as_integer(right.value);
    if (!a || !b)
        fail_conversion(a ? right.value : left.value, {type::int_, 0});
    return integer_value(computed(operation.front(), *a, *b));
}

} // namespace

void fail_conversion(sql::value const& from, sql::type_of to) {
    if (to.type == type::uniqueidentifier && std::holds_alternative<std::string>(from))
        throw sql_failure{sql::make_message(8169, {}, {}, 1)};
    if (to.type == type::datetime && std::holds_alternative<std::string>(from))
        throw sql_failure{sql::make_message(241, {}, {}, 1)};
    throw sql_failure{sql::make_message(
        245, {sql::name_of(from), sql::to_text(from), sql::name_of(to.type)}, {}, 1)};
}

typed_value evaluator::value_of(expression const& what) const {
    switch (what.kind) {
    case expression_kind::literal:
        return {what.literal, what.type};
    case expression_kind::variable:
        return what.text.starts_with("@@") ? global(what.text) : variable(what.text);
    case expression_kind::column:
        return column(what);
    case expression_kind::cast:
        return cast(what);
    case expression_kind::function:
        return function(what);
    case expression_kind::aggregate:
        return rows_->aggregates[what.place->column];
    case expression_kind::subquery:
        return subquery(what);
    case expression_kind::negate:
        return negated(what);
    case expression_kind::chain:
        return chain(what);
    default:
        // The parser lets no condition stand where a value is wanted.
        return {};
    }
}

truth evaluator::truth_of(expression const& what) const {
    auto const& operands = what.operands;
    switch (what.kind) {
    case expression_kind::comparison:
        return compared(what.text, value_of(operands[0]).value, value_of(operands[1]).value);
    case expression_kind::and_:
        return all_hold(operands);
    case expression_kind::or_:
        return any_holds(operands);
    case expression_kind::not_:
        return opposite(truth_of(operands[0]));
    case expression_kind::is_null:
        return detail::truth_of(sql::is_null(value_of(operands[0]).value));
    case expression_kind::in:
        return is_among(what);
    case expression_kind::exists:
        return detail::truth_of(!rows_of(*what.query, 1).values.empty());
    default:
        return truth::no;
    }
}

truth evaluator::all_hold(std::vector<expression> const& operands) const {
    auto result = truth::yes;
    for (auto const& each : operands)
        if (result = std::min(result, truth_of(each)); result == truth::no)
            break;
    return result;
}

truth evaluator::any_holds(std::vector<expression> const& operands) const {
    auto result = truth::no;
    for (auto const& each : operands)
        if (result = std::max(result, truth_of(each)); result == truth::yes)
            break;
    return result;
}

/// Among values of which one is NULL nothing is certainly missing.
truth evaluator::is_among(expression const& what) const {
    auto const wanted = value_of(what.operands.front()).value;
    auto result = truth::no;
    if (what.query) {
        for (auto const& each :
             rows_of(*what.query, std::numeric_limits<std::size_t>::max()).values)
            result = std::max(result, compared("=", wanted, each));
        return result;
    }
    for (std::size_t i = 1; i < what.operands.size() && result != truth::yes; ++i)
        result = std::max(result, compared("=", wanted, value_of(what.operands[i]).value));
    return result;
}

typed_value evaluator::variable(std::string const& name) const {
    auto const found = context_.variables.find(name);
    if (found == context_.variables.end())
        throw sql_failure{sql::make_message(137, {name}, {}, 1)};
    return found->second;
}

typed_value evaluator::column(expression const& what) const {
    auto const* scope = rows_;
    for (auto levels = what.place->levels; levels > 0; --levels)
        scope = scope->outer;
    auto const& [columns, row] = scope->sources[what.place->source];
    auto const& described = (*columns)[what.place->column];
    return {row == nullptr ? sql::value{} : row->cell(what.place->column),
            {described.type, described.max_length}};
}

typed_value evaluator::negated(expression const& what) const {
    auto operand = value_of(what.operands.front());
    if (auto const number = as_integer(operand.value))
        operand.value = computed('-', 0, *number);
    return operand;
}

typed_value evaluator::chain(expression const& what) const {
    auto result = value_of(what.operands.front());
    for (std::size_t i = 0; i < what.operators.size(); ++i)
        result = combined(what.operators[i], std::move(result), value_of(what.operands[i + 1]));
    return result;
}

typed_value evaluator::subquery(expression const& what) const {
    if (rows_ != nullptr && rows_->types_only)
        return {{}, query{*what.query, context_, rows_}.columns().front().type};
    auto found = rows_of(*what.query, 2);
    if (found.values.size() > 1)
        throw sql_failure{sql::make_message(512, {}, {}, 1), false};
    return {found.values.empty() ? sql::value{} : std::move(found.values.front()), found.type};
}

/// No more than so many.
subquery_rows evaluator::rows_of(sql::select_statement const& of, std::size_t most) const {
    if (of.correlated)
        return first_column(query{of, context_, rows_}, most);
    auto const known = context_.known.find(&of);
    if (known != context_.known.end())
        return known->second;
    return context_.known.emplace(&of, first_column(query{of, context_, rows_}, most))
        .first->second;
}

typed_value evaluator::cast(expression const& what) const {
    auto const from = value_of(what.operands.front());
    auto to = what.type;
    // Without a length CAST takes 30 characters.
    if (to.max_length == 1)
        to.max_length = 30;
    if (auto converted = sql::convert(from.value, to))
        return {std::move(*converted), to};
    fail_conversion(from.value, to);
}

std::vector<typed_value> evaluator::operands_of(expression const& what) const {
    std::vector<typed_value> result;
    for (auto const& each : what.operands)
        result.push_back(value_of(each));
    return result;
}

} // namespace ssislb::sim::detail
