#include "sim/sql/query.hpp"

#include "sim/sql/access_path.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/permission.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::sim::detail {

query::query(sql::select_statement const& select, statement_context& context,
             row_scope const* outer)
    : select_{select}
    , context_{context}
    , here_{context, &rows_} {
    rows_.outer = outer;
    for (auto const& each : select.from) {
        require_readable(context.session, each.table, each.name);
        rows_.sources.push_back({&each.table->columns(), nullptr});
    }
}

std::vector<query::column> query::columns() {
    rows_.types_only = true;
    rows_.aggregates.clear();
    for (auto const& each : select_.aggregates)
        rows_.aggregates.push_back(empty_aggregate(each));
    std::vector<column> result;
    for (auto const& item : select_.items) {
        auto const [value, type] = here_.value_of(item.what);
        bool nullable = item.what.kind != sql::expression_kind::literal || sql::is_null(value);
        if (auto const& place = item.what.place;
            item.what.kind == sql::expression_kind::column && place->levels == 0)
            nullable = select_.from[place->source].left_join ||
                       (*rows_.sources[place->source].columns)[place->column].nullable;
        result.push_back({type, nullable});
    }
    rows_.types_only = false;
    return result;
}

void query::each_row(row_visitor const& visit) {
    auto const limit = row_limit();
    if (limit == 0)
        return;
    item_reader const read = [this](std::size_t item) {
        return here_.value_of(select_.items[item].what);
    };
    if (!select_.aggregates.empty()) {
        aggregate();
        visit(read);
        return;
    }
    std::size_t rows = 0;
    if (select_.order.empty()) {
        walk(0, [&] { return visit(read) && ++rows < limit; });
        return;
    }
    for (auto const& row : sorted())
        if (rows++ == limit || !visit([&](std::size_t item) { return row.items[item]; }))
            return;
}

std::size_t query::row_limit() const {
    if (select_.top.empty())
        return std::numeric_limits<std::size_t>::max();
    auto const top = evaluator{context_, rows_.outer}.value_of(select_.top.front()).value;
    auto const* const count = std::get_if<std::int64_t>(&top);
    if (count == nullptr || *count < 0)
        throw sql_failure{sql::make_message(1014, {}, {}, 1)};
    return static_cast<std::size_t>(*count);
}

bool query::all_hold(std::vector<sql::expression> const& conditions) const {
    return std::ranges::all_of(conditions, [&](auto const& each) { return here_.holds(each); });
}

/// Every row of this table and of those behind it that fits the rows of those before it. False: no
/// further row is wanted.
bool query::walk(std::size_t source, std::function<bool()> const& visit) {
    if (source == select_.from.size())
        return !all_hold(select_.where) || visit();
    auto const& from = select_.from[source];
    auto const rows =
        from.table->open(context_.in, context_.session, bounds_of_source(select_, source, here_));
    auto& row = rows_.sources[source].row;
    bool matched = false;
    bool more = true;
    row = rows.get();
    while (more && rows->next()) {
        if (context_.rows_left-- == 0)
            throw sql_failure{sql::make_message(8623, {}, {}, 1)};
        if (!all_hold(from.on))
            continue;
        matched = true;
        more = walk(source + 1, visit);
    }
    row = nullptr;
    return more && (matched || !from.left_join || walk(source + 1, visit));
}

void query::aggregate() {
    rows_.aggregates.clear();
    for (auto const& each : select_.aggregates)
        rows_.aggregates.push_back(empty_aggregate(each));
    walk(0, [&] {
        for (std::size_t at = 0; at < select_.aggregates.size(); ++at)
            add_to(rows_.aggregates[at], select_.aggregates[at]);
        return true;
    });
}

typed_value query::empty_aggregate(sql::expression const& of) const {
    if (of.text == "count")
        return integer_value(0);
    return {{}, here_.value_of(of.operands.front()).type};
}

void query::add_to(typed_value& aggregate, sql::expression const& of) const {
    if (of.operands.empty()) {
        ++std::get<std::int64_t>(aggregate.value);
        return;
    }
    auto value = here_.value_of(of.operands.front()).value;
    if (sql::is_null(value))
        return;
    if (of.text == "count")
        ++std::get<std::int64_t>(aggregate.value);
    else if (sql::is_null(aggregate.value) ||
             (of.text == "max" ? detail::sorts_before(aggregate.value, value)
                               : detail::sorts_before(value, aggregate.value)))
        aggregate.value = std::move(value);
}

std::vector<query::sorted_row> query::sorted() {
    std::vector<sorted_row> result;
    walk(0, [&] {
        sorted_row row;
        for (auto const& each : select_.items)
            row.items.push_back(here_.value_of(each.what));
        for (auto const& each : select_.order)
            row.keys.push_back(each.item ? row.items[*each.item].value
                                         : here_.value_of(each.what).value);
        result.push_back(std::move(row));
        return true;
    });
    std::ranges::stable_sort(result, [&](sorted_row const& left, sorted_row const& right) {
        return sorts_before(left, right);
    });
    return result;
}

bool query::sorts_before(sorted_row const& left, sorted_row const& right) const {
    for (std::size_t at = 0; at < select_.order.size(); ++at) {
        bool const descending = select_.order[at].descending;
        auto const& first = descending ? right.keys[at] : left.keys[at];
        auto const& second = descending ? left.keys[at] : right.keys[at];
        if (detail::sorts_before(first, second))
            return true;
        if (detail::sorts_before(second, first))
            return false;
    }
    return false;
}

subquery_rows first_column(query of, std::size_t most) {
    subquery_rows result;
    of.each_row([&](query::item_reader const& read) {
        auto [value, type] = read(0);
        result.values.push_back(std::move(value));
        result.type = type;
        return result.values.size() < most;
    });
    if (result.values.empty())
        result.type = of.columns().front().type;
    return result;
}

} // namespace ssislb::sim::detail
