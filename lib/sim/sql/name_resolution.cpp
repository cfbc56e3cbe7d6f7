#include "sim/sql/name_resolution.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/name.hpp"
#include "sim/sql/table.hpp"
#include "sim/sql/token_reader.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace ssislb::sim::sql {
namespace {

using detail::same_name;

[[noreturn]] void refuse(std::int32_t number, std::string_view about = {}) {
    throw syntax_error{make_message(number, {about}, {}, 1)};
}

/// Which part of a query a name stands in.
enum class clause : std::uint8_t { list, where, aggregate };

/// A query whose names are being looked up.
struct scope {
    select_statement& query;
    scope* outer = nullptr;
    clause in = clause::list;
    /// Of the tables of FROM; the others are not known yet.
    std::size_t visible = 0;
    /// A column that stands outside an aggregate.
    std::string bare{};
};

bool reads_unknown_table(select_statement const& query) {
    return std::ranges::any_of(query.from,
                               [](table_source const& each) { return each.table == nullptr; });
}

/// What columns of the table are qualified with.
std::string_view qualifier_of(table_source const& source) {
    return source.alias.empty() ? source.table->name : std::string_view{source.alias};
}

bool is_qualified_star(std::string_view name) {
    return name.ends_with(".*");
}

void resolve(expression& what, scope* in);
void resolve_query(select_statement& query, scope* outer);

/// In the tables of one query; nothing: it has no such column.
std::optional<column_place> find_column(scope const& in, object_name const& name) {
    std::optional<column_place> found;
    for (std::size_t source = 0; source < in.visible; ++source) {
        auto const& from = in.query.from[source];
        if (!name.schema.empty() && !same_name(name.schema, qualifier_of(from)))
            continue;
        auto const& columns = from.table->columns();
        auto const column = std::ranges::find_if(
            columns, [&](sql::column const& each) { return same_name(each.name, name.object); });
        if (column == columns.end())
            continue;
        if (found)
            refuse(209, name.object);
        found = column_place{0, source, static_cast<std::size_t>(column - columns.begin())};
    }
    return found;
}

/// In the query itself, else in those around it.
void resolve_column(expression& column, scope* in) {
    auto const name = parse_object_name(column.text);
    if (column.text == "*" || is_qualified_star(column.text))
        refuse(102, "*");
    std::size_t levels = 0;
    for (auto* each = in; name && each != nullptr; each = each->outer, ++levels) {
        auto place = find_column(*each, *name);
        if (!place)
            continue;
        if (each->in == clause::list && each->bare.empty())
            each->bare = column.text;
        for (auto* inner = in; inner != each; inner = inner->outer)
            inner->query.correlated = true;
        place->levels = levels;
        column.place = place;
        return;
    }
    bool const qualified = name && !name->schema.empty();
    refuse(qualified ? 4104 : 207, qualified ? column.text : name ? name->object : column.text);
}

bool is_aggregate(expression const& what) {
    static constexpr std::array<std::string_view, 3> names{"max", "min", "count"};
    return what.kind == expression_kind::function && std::ranges::count(names, what.text) != 0;
}

void resolve_aggregate(expression& what, scope* in) {
    if (in == nullptr || in->in != clause::list)
        refuse(147);
    if (what.operands.size() != 1)
        refuse(102, what.text);
    what.kind = expression_kind::aggregate;
    if (what.text == "count" && what.operands.front().text == "*") {
        what.operands.clear();
    } else {
        in->in = clause::aggregate;
        resolve(what.operands.front(), in);
        in->in = clause::list;
    }
    what.place = column_place{0, 0, in->query.aggregates.size()};
    in->query.aggregates.push_back(what);
}

void resolve(expression& what, scope* in) {
    if (what.query) {
        bool const one_column = what.kind != expression_kind::exists;
        resolve_query(*what.query, in);
        if (one_column && !reads_unknown_table(*what.query) && what.query->items.size() != 1)
            refuse(116);
    }
    if (what.kind == expression_kind::column)
        return resolve_column(what, in);
    if (is_aggregate(what))
        return resolve_aggregate(what, in);
    for (auto& each : what.operands)
        resolve(each, in);
}

select_item item_of(std::size_t source, std::size_t column, std::string name) {
    select_item made;
    made.what.kind = expression_kind::column;
    made.what.text = std::move(name);
    made.what.place = column_place{0, source, column};
    return made;
}

/// Writes out `*` and `t.*`.
void expand_stars(scope& in) {
    std::vector<select_item> items;
    for (auto& item : in.query.items) {
        auto const& text = item.what.text;
        bool const column = item.what.kind == expression_kind::column;
        if (!column || (text != "*" && !is_qualified_star(text))) {
            items.push_back(std::move(item));
            continue;
        }
        if (in.query.from.empty())
            refuse(263);
        auto const before = items.size();
        for (std::size_t source = 0; source < in.query.from.size(); ++source) {
            auto const& from = in.query.from[source];
            auto const name = parse_object_name(text.substr(0, text.size() - 2));
            if (text != "*" && (!name || !same_name(name->object, qualifier_of(from))))
                continue;
            in.bare = text;
            for (std::size_t at = 0; auto const& each : from.table->columns())
                items.push_back(item_of(source, at++, each.name));
        }
        if (items.size() == before)
            refuse(4104, text);
    }
    in.query.items = std::move(items);
}

/// The select item that a bare name or a number in ORDER BY means.
std::optional<std::size_t> item_named(select_statement const& query, expression const& what) {
    if (what.kind == expression_kind::literal) {
        auto const* const position = std::get_if<std::int64_t>(&what.literal);
        auto const count = static_cast<std::int64_t>(query.items.size());
        if (position == nullptr || *position < 1 || *position > count)
            refuse(108, to_text(what.literal));
        return static_cast<std::size_t>(*position - 1);
    }
    for (std::size_t at = 0; what.kind == expression_kind::column && at < query.items.size(); ++at)
        if (same_name(query.items[at].alias, what.text) && !query.items[at].alias.empty())
            return at;
    return std::nullopt;
}

void refuse_doubled_names(select_statement const& query) {
    for (std::size_t at = 0; at < query.from.size(); ++at)
        for (std::size_t before = 0; before < at; ++before)
            if (same_name(qualifier_of(query.from[at]), qualifier_of(query.from[before])))
                refuse(1011, qualifier_of(query.from[at]));
}

void refuse_mixed_assignment(select_statement const& query) {
    auto const assigns = std::ranges::count_if(
        query.items, [](select_item const& each) { return !each.assigned.empty(); });
    if (assigns != 0 && static_cast<std::size_t>(assigns) != query.items.size())
        refuse(141);
}

void resolve_tables(scope& in) {
    refuse_doubled_names(in.query);
    in.in = clause::where;
    for (auto& each : in.query.from) {
        ++in.visible;
        for (auto& condition : each.on)
            resolve(condition, &in);
    }
    for (auto& condition : in.query.where)
        resolve(condition, &in);
    in.in = clause::list;
}

void resolve_query(select_statement& query, scope* outer) {
    if (reads_unknown_table(query))
        return;
    refuse_mixed_assignment(query);
    scope in{query, outer};
    for (auto& each : query.top)
        resolve(each, outer);
    resolve_tables(in);
    expand_stars(in);
    for (auto& each : query.items)
        if (!each.what.place)
            resolve(each.what, &in);
    for (auto& each : query.order)
        if (each.item = item_named(query, each.what); !each.item)
            resolve(each.what, &in);
    if (!query.aggregates.empty() && !in.bare.empty())
        refuse(8120, in.bare);
}

/// Every expression of a statement, and of the statements in it.
class statement_walk {
public:
    void operator()(select_statement& select) { resolve_query(select, nullptr); }
    void operator()(execute_statement& execute) {
        for (auto& each : execute.arguments)
            resolve(each.value, nullptr);
    }
    void operator()(declare_statement& declare) {
        for (auto& variable : declare.variables)
            for (auto& each : variable.initial)
                resolve(each, nullptr);
    }
    void operator()(assign_statement& assign) { resolve(assign.value, nullptr); }
    void operator()(print_statement& print) { resolve(print.what, nullptr); }
    void operator()(block_statement& block) { resolve_names(block.body); }
    void operator()(if_statement& choice) {
        resolve(choice.condition, nullptr);
        resolve_names(choice.branches);
    }
    void operator()(while_statement& loop) {
        resolve(loop.condition, nullptr);
        resolve_names(loop.body);
    }
    void operator()(waitfor_statement& wait) { resolve(wait.delay, nullptr); }
    void operator()(auto&) {}
};

} // namespace

void resolve_names(std::vector<statement>& statements) {
    for (auto& each : statements)
        std::visit(statement_walk{}, each.what);
}

} // namespace ssislb::sim::sql
