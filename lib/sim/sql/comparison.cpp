#include "sim/sql/comparison.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/conversion.hpp"
#include "sim/sql/evaluator.hpp"
#include "sim/sql/messages.hpp"

#include <array>
#include <compare>

namespace ssislb::sim::detail {
namespace {

using sql::type;
using sql::value;

std::weak_ordering order_of(std::string const& left, std::string const& right) {
    if (same_name(left, right))
        return std::weak_ordering::equivalent;
    return folded(left).compare(folded(right)) <=> 0;
}

std::weak_ordering order_of(double left, double right) {
    return left < right   ? std::weak_ordering::less
           : right < left ? std::weak_ordering::greater
                          : std::weak_ordering::equivalent;
}

/// uniqueidentifiers sort by their last group first (SqlGuid.CompareTo).
std::weak_ordering order_of(guid const& left, guid const& right) {
    static constexpr std::array<std::uint8_t, 16> places{10, 11, 12, 13, 14, 15, 8, 9,
                                                         6,  7,  4,  5,  0,  1,  2, 3};
    for (auto const at : places)
        if (auto const order = left.bytes[at] <=> right.bytes[at]; order != 0)
            return order;
    return std::weak_ordering::equivalent;
}

template <class Value>
std::weak_ordering order_of(Value const& left, Value const& right) {
    return left <=> right;
}

/// Both hold the same kind of value, and not NULL.
std::weak_ordering order_of_alike(value const& left, value const& right) {
    return std::visit(
        [&](auto const& each) -> std::weak_ordering {
            using kind = std::remove_cvref_t<decltype(each)>;
            if constexpr (std::is_same_v<kind, std::monostate>)
                return std::weak_ordering::equivalent;
            else
                return order_of(each, std::get<kind>(right));
        },
        left);
}

/// The higher of two ranks is what both sides become (data type precedence).
int rank_of(value const& of) noexcept {
    // By alternative: NULL, integer, float, datetime, uniqueidentifier, text, binary.
    static constexpr std::array ranks{0, 4, 5, 6, 3, 2, 1};
    return ranks[of.index()];
}

type type_of_kind(value const& of) noexcept {
    static constexpr std::array types{type::int_,     type::bigint,           type::float_,
                                      type::datetime, type::uniqueidentifier, type::nvarchar_max,
                                      type::varbinary};
    return types[of.index()];
}

value seen_as(value const& from, value const& like) {
    sql::type_of const to{type_of_kind(like), 0};
    bool const text = std::holds_alternative<std::string>(from);
    bool const clash =
        !text && (to.type == type::uniqueidentifier || std::holds_alternative<guid>(from) ||
                  std::holds_alternative<std::vector<std::byte>>(from));
    if (clash)
        throw sql_failure{sql::make_message(206, {sql::name_of(from), sql::name_of(like)}, {}, 1)};
    if (auto converted = sql::convert(from, to))
        return std::move(*converted);
    fail_conversion(from, to);
}

/// Both not NULL.
std::weak_ordering order_of_any(value const& left, value const& right) {
    if (left.index() == right.index())
        return order_of_alike(left, right);
    if (rank_of(left) > rank_of(right))
        return order_of_alike(left, seen_as(right, left));
    return order_of_alike(seen_as(left, right), right);
}

bool satisfies(std::string_view comparison, std::weak_ordering order) {
    if (comparison == "=")
        return order == 0;
    if (comparison == "<")
        return order < 0;
    if (comparison == "<=")
        return order <= 0;
    if (comparison == ">")
        return order > 0;
    return comparison == ">=" ? order >= 0 : order != 0;
}

} // namespace

truth compared(std::string_view comparison, value const& left, value const& right) {
    if (sql::is_null(left) || sql::is_null(right))
        return truth::unknown;
    if (comparison == "like")
        return truth_of(is_like(sql::to_text(left), sql::to_text(right)));
    return truth_of(satisfies(comparison, order_of_any(left, right)));
}

bool sorts_before(value const& left, value const& right) {
    if (sql::is_null(left) || sql::is_null(right))
        return sql::is_null(left) && !sql::is_null(right);
    return order_of_any(left, right) < 0;
}

} // namespace ssislb::sim::detail
