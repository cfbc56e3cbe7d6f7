#include "sim/sql/access_path.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace ssislb::sim::detail {
namespace {

using sql::expression;
using sql::expression_kind;

/// It can be known before the rows of this table and of those behind it.
bool is_known_before(expression const& what, std::size_t source) {
    if (what.query)
        return !what.query->correlated;
    if (what.kind == expression_kind::aggregate)
        return false;
    if (what.kind == expression_kind::column)
        return what.place->levels > 0 || what.place->source < source;
    return std::ranges::all_of(
        what.operands, [&](expression const& each) { return is_known_before(each, source); });
}

class bounds_reader {
public:
    bounds_reader(sql::select_statement const& select, std::size_t source, evaluator const& here)
        : columns_{select.from[source].table->columns()}
        , source_{source}
        , here_{here} {}

    void read(std::vector<expression> const& conditions) {
        for (auto const& each : conditions)
            read(each);
    }

    scan_bounds take() { return std::move(result_); }

private:
    void read(expression const& condition) {
        if (condition.kind == expression_kind::and_)
            read(condition.operands);
        else if (auto bound = bound_of(condition))
            result_.add(std::move(*bound));
    }

    [[nodiscard]] std::optional<scan_bound> bound_of(expression const& condition) const {
        if (condition.kind == expression_kind::or_)
            return bound_of_any(condition.operands);
        if (condition.kind != expression_kind::comparison)
            return std::nullopt;
        auto const& [left, right] = std::pair<expression const&, expression const&>{
            condition.operands[0], condition.operands[1]};
        auto const& comparison = condition.text;
        if (is_own(left) && is_known_before(right, source_))
            return bound_of(left, comparison, right);
        // Seen from the other side.
        if (is_own(right) && is_known_before(left, source_))
            return bound_of(right,
                            comparison == "<"    ? ">"
                            : comparison == "<=" ? ">="
                            : comparison == "="  ? "="
                                                 : "",
                            left);
        return std::nullopt;
    }

    [[nodiscard]] std::optional<scan_bound>
    bound_of(expression const& column, std::string_view comparison, expression const& limit) const {
        bool const equal = comparison == "=";
        if (!equal && comparison != ">" && comparison != ">=")
            return std::nullopt;
        auto const at = column.place->column;
        auto value = sql::convert(value_of(limit), {columns_[at].type, columns_[at].max_length});
        if (!value || sql::is_null(*value))
            return std::nullopt;
        return scan_bound{equal ? scan_bound::relation::equal : scan_bound::relation::at_least,
                          {at},
                          std::move(*value)};
    }

    /// One of them holds: where each sets a lowest value, the lowest of these is the bound.
    [[nodiscard]] std::optional<scan_bound>
    bound_of_any(std::vector<expression> const& conditions) const {
        std::optional<scan_bound> all;
        for (auto const& each : conditions) {
            auto one = bound_of(each);
            if (!one || (all && all->value.index() != one->value.index()))
                return std::nullopt;
            if (!all) {
                all = std::move(one);
                all->is = scan_bound::relation::at_least;
                continue;
            }
            all->columns.insert(all->columns.end(), one->columns.begin(), one->columns.end());
            if (sorts_before(one->value, all->value))
                all->value = std::move(one->value);
        }
        return all;
    }

    /// NULL where it fails: the row on which it matters will say so.
    [[nodiscard]] sql::value value_of(expression const& limit) const {
        try {
            return here_.value_of(limit).value;
        } catch (sql_failure const&) {
            return {};
        }
    }

    [[nodiscard]] bool is_own(expression const& what) const {
        return what.kind == expression_kind::column && what.place->levels == 0 &&
               what.place->source == source_;
    }

    std::vector<sql::column> const& columns_;
    std::size_t source_;
    evaluator const& here_;
    scan_bounds result_;
};

} // namespace

scan_bounds bounds_of_source(sql::select_statement const& select, std::size_t source,
                             evaluator const& here) {
    bounds_reader reader{select, source, here};
    reader.read(select.from[source].on);
    reader.read(select.where);
    return reader.take();
}

} // namespace ssislb::sim::detail
