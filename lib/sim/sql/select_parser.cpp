#include "sim/sql/select_parser.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/expression_parser.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/table.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace ssislb::sim::sql {
namespace {

constexpr std::array<std::string_view, 12> unknown_clauses{"cross",  "except", "for",   "full",
                                                           "group",  "having", "into",  "intersect",
                                                           "option", "outer",  "right", "union"};

void refuse_unknown_clause(token_reader const& reader) {
    for (auto const each : unknown_clauses)
        if (reader.peek().is_word(each))
            reader.fail(40517);
}

/// Empty: there is none.
std::string parse_alias(token_reader& reader) {
    if (reader.accept_word("as")) {
        auto const kind = reader.peek().kind;
        if (kind == token_kind::text || kind == token_kind::national_text)
            return reader.take().text;
        return reader.expect_name();
    }
    auto const& next = reader.peek();
    bool const name =
        next.kind == token_kind::quoted_name ||
        (next.kind == token_kind::word && !reader.at_keyword() && !reader.at_statement());
    return name ? reader.take().text : std::string{};
}

select_item parse_item(token_reader& reader) {
    select_item item;
    if (reader.peek(1).is_symbol("=")) {
        auto const& left = reader.take();
        if (left.kind == token_kind::variable)
            item.assigned = detail::folded(left.text);
        else
            item.alias = left.text;
        reader.take();
        item.what = parse_expression(reader);
        return item;
    }
    item.what = parse_expression(reader);
    item.alias = parse_alias(reader);
    return item;
}

std::vector<expression> parse_top(token_reader& reader) {
    std::vector<expression> made;
    if (!reader.accept_word("top"))
        return made;
    bool const parenthesis = reader.accept_symbol("(");
    made.push_back(parenthesis ? parse_expression(reader) : parse_number(reader));
    if (parenthesis)
        reader.expect_symbol(")");
    if (reader.peek().is_word("percent") || reader.peek().is_word("with"))
        reader.fail(40517);
    return made;
}

/// Locks make no difference here, so the hints about them make none.
void skip_table_hints(token_reader& reader) {
    if (!reader.accept_word("with"))
        return;
    reader.expect_symbol("(");
    do
        (void)reader.expect_name();
    while (reader.accept_symbol(","));
    reader.expect_symbol(")");
}

table_source parse_table(token_reader& reader) {
    table_source made;
    made.name = reader.expect_object_name();
    made.table = detail::find_table(made.name);
    made.alias = parse_alias(reader);
    skip_table_hints(reader);
    return made;
}

/// What follows the name of a table that does not exist, to the end of its query.
void skip_clauses(token_reader& reader) {
    int open = 0;
    while (!reader.at_end() && !reader.peek().is_symbol(";")) {
        bool const closes = reader.peek().is_symbol(")");
        if (open == 0 && (closes || reader.at_statement()))
            return;
        open += reader.peek().is_symbol("(") ? 1 : closes ? -1 : 0;
        reader.take();
    }
}

/// Nothing: no further table is joined.
std::optional<table_source> parse_join(token_reader& reader) {
    if (reader.accept_symbol(","))
        return parse_table(reader);
    bool const left = reader.accept_word("left");
    if (left)
        (void)reader.accept_word("outer");
    bool const inner = !left && reader.accept_word("inner");
    if (!reader.accept_word("join")) {
        if (left || inner)
            reader.fail();
        return std::nullopt;
    }
    auto made = parse_table(reader);
    made.left_join = left;
    reader.expect_word("on");
    made.on.push_back(parse_condition(reader));
    return made;
}

std::vector<order_item> parse_order(token_reader& reader) {
    std::vector<order_item> made;
    if (!reader.accept_word("order"))
        return made;
    reader.expect_word("by");
    do {
        made.push_back({parse_expression(reader)});
        made.back().descending = reader.accept_word("desc");
        if (!made.back().descending)
            (void)reader.accept_word("asc");
    } while (reader.accept_symbol(","));
    return made;
}

/// Behind FROM.
void parse_source(token_reader& reader, select_statement& made) {
    made.from.push_back(parse_table(reader));
    if (made.from.front().table == nullptr)
        return skip_clauses(reader);
    while (auto joined = parse_join(reader))
        made.from.push_back(std::move(*joined));
}

} // namespace

select_statement parse_select(token_reader& reader) {
    nesting_level const level{reader};
    select_statement made;
    bool const distinct = reader.accept_word("distinct");
    if (!distinct)
        (void)reader.accept_word("all");
    made.top = parse_top(reader);
    do
        made.items.push_back(parse_item(reader));
    while (reader.accept_symbol(","));
    if (reader.accept_word("from"))
        parse_source(reader, made);
    if (distinct && !made.from.empty() && made.from.front().table != nullptr)
        throw syntax_error{make_message(40517, {"DISTINCT"}, {}, 1)};
    if (reader.accept_word("where"))
        made.where.push_back(parse_condition(reader));
    made.order = parse_order(reader);
    refuse_unknown_clause(reader);
    return made;
}

expression parse_subquery(token_reader& reader) {
    reader.expect_word("select");
    expression made;
    made.kind = expression_kind::subquery;
    made.query = std::make_shared<select_statement>(parse_select(reader));
    return made;
}

} // namespace ssislb::sim::sql
