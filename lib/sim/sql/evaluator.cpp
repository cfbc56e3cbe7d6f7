#include "sim/sql/evaluator.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/name.hpp"

#include <algorithm>
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

/// Below, equal, above; both sides not NULL.
int compare(sql::value const& left, sql::value const& right) {
    bool const both_text =
        std::holds_alternative<std::string>(left) && std::holds_alternative<std::string>(right);
    if (both_text) {
        auto const order =
            folded(std::get<std::string>(left)).compare(folded(std::get<std::string>(right)));
        return order < 0 ? -1 : order > 0;
    }
    auto const a = as_integer(left);
    auto const b = as_integer(right);
    if (a && b)
        return *a < *b ? -1 : *a > *b;
    return sql::to_text(left).compare(sql::to_text(right));
}

bool satisfies(std::string_view comparison, int order) {
    if (comparison == "=")
        return order == 0;
    if (comparison == "<>" || comparison == "!=")
        return order != 0;
    if (comparison == "<")
        return order < 0;
    if (comparison == "<=")
        return order <= 0;
    return comparison == ">" ? order > 0 : order >= 0;
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

/// UNKNOWN counts as false.
bool relation_holds(std::string_view comparison, sql::value const& left, sql::value const& right) {
    if (sql::is_null(left) || sql::is_null(right))
        return false;
    if (comparison == "like")
        return is_like(sql::to_text(left), sql::to_text(right));
    return satisfies(comparison, compare(left, right));
}

typed_value combined(std::string_view operation, typed_value left, typed_value const& right) {
    if (operation == "like" || operation.find_first_of("=<>!") == 0)
        return integer_value(relation_holds(operation, left.value, right.value) ? 1 : 0, type::bit);
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
        return column(what.text);
    case expression_kind::cast:
        return cast(what);
    case expression_kind::function:
        return function(what);
    case expression_kind::negate: {
        auto operand = value_of(what.operands.front());
        if (auto const number = as_integer(operand.value))
            operand.value = computed('-', 0, *number);
        return operand;
    }
    case expression_kind::chain:
        return chain(what);
    case expression_kind::not_:
    case expression_kind::is_null:
        return integer_value(holds(what) ? 1 : 0, type::bit);
    }
    return {};
}

bool evaluator::holds(expression const& what) const {
    auto const& operands = what.operands;
    if (what.kind == expression_kind::not_)
        return !holds(operands[0]);
    if (what.kind == expression_kind::is_null)
        return sql::is_null(value_of(operands[0]).value);
    auto const each_holds = [this](expression const& each) { return holds(each); };
    if (what.kind == expression_kind::chain && what.operators.front() == "and")
        return std::ranges::all_of(operands, each_holds);
    if (what.kind == expression_kind::chain && what.operators.front() == "or")
        return std::ranges::any_of(operands, each_holds);
    return as_integer(value_of(what).value).value_or(0) != 0;
}

typed_value evaluator::variable(std::string const& name) const {
    auto const found = variables_.find(name);
    if (found == variables_.end())
        throw sql_failure{sql::make_message(137, {name}, {}, 1)};
    return found->second;
}

typed_value evaluator::column(std::string const& name) const {
    auto const parts = sql::parse_object_name(name);
    for (std::size_t i = 0; parts && row_ != nullptr && i < row_->columns.size(); ++i)
        if (auto const& each = row_->columns[i]; same_name(each.name, parts->object))
            return {row_->values[i], {each.type, each.max_length}};
    throw sql_failure{sql::make_message(207, {name}, {}, 1)};
}

typed_value evaluator::chain(expression const& what) const {
    if (what.operators.front() == "and" || what.operators.front() == "or")
        return integer_value(holds(what) ? 1 : 0, type::bit);
    auto result = value_of(what.operands.front());
    for (std::size_t i = 0; i < what.operators.size(); ++i)
        result = combined(what.operators[i], std::move(result), value_of(what.operands[i + 1]));
    return result;
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
