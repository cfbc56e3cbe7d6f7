#include "sim/sql/expression_parser.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/select_parser.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace ssislb::sim::sql {
namespace {

expression node(expression_kind kind, std::string text) {
    expression made;
    made.kind = kind;
    made.text = std::move(text);
    return made;
}

expression node_over(expression_kind kind, expression operand) {
    auto made = node(kind, {});
    made.operands.push_back(std::move(operand));
    return made;
}

expression literal(value of, type_of type) {
    expression made;
    made.literal = std::move(of);
    made.type = type;
    return made;
}

expression text_literal(token const& from) {
    auto const national = from.kind == token_kind::national_text;
    auto const length = std::clamp<std::size_t>(detail::utf16_length(from.text), 1, 4000);
    return literal(from.text,
                   {national ? type::nvarchar : type::varchar, static_cast<std::uint16_t>(length)});
}

expression parse_cast(token_reader& reader) {
    reader.expect_symbol("(");
    auto value = parse_expression(reader);
    reader.expect_word("as");
    auto made = node(expression_kind::cast, "cast");
    made.type = parse_type_name(reader);
    reader.expect_symbol(")");
    made.operands.push_back(std::move(value));
    return made;
}

expression parse_convert(token_reader& reader) {
    reader.expect_symbol("(");
    auto made = node(expression_kind::cast, "convert");
    made.type = parse_type_name(reader);
    reader.expect_symbol(",");
    made.operands.push_back(parse_expression(reader));
    // The style changes how dates are shown, which nobody asks of this server.
    if (reader.accept_symbol(","))
        (void)parse_expression(reader);
    reader.expect_symbol(")");
    return made;
}

/// A part of a date, as DATEADD takes it, is a word.
expression date_part(token_reader& reader) {
    auto made = text_literal({token_kind::text, detail::folded(reader.expect_name()), {}});
    reader.expect_symbol(",");
    return made;
}

expression parse_function(token_reader& reader, std::string name) {
    reader.expect_symbol("(");
    auto made = node(expression_kind::function, detail::folded(name));
    if (made.text == "dateadd")
        made.operands.push_back(date_part(reader));
    while (!reader.accept_symbol(")")) {
        if (reader.accept_symbol("*"))
            made.operands.push_back(node(expression_kind::column, "*"));
        else
            made.operands.push_back(parse_expression(reader));
        if (!reader.peek().is_symbol(")"))
            reader.expect_symbol(",");
    }
    return made;
}

/// `t.*`, as written.
expression parse_qualified_star(token_reader& reader) {
    auto made = node(expression_kind::column, std::string{reader.take().raw});
    reader.expect_symbol(".");
    reader.expect_symbol("*");
    made.text += ".*";
    return made;
}

expression parse_word(token_reader& reader) {
    if (reader.accept_word("null"))
        return literal({}, {type::int_, 0});
    if (reader.peek(1).is_symbol(".") && reader.peek(2).is_symbol("*"))
        return parse_qualified_star(reader);
    auto const name = reader.expect_object_name();
    if (!reader.peek().is_symbol("("))
        return node(expression_kind::column, name);
    if (detail::same_name(name, "cast"))
        return parse_cast(reader);
    if (detail::same_name(name, "convert"))
        return parse_convert(reader);
    return parse_function(reader, name);
}

expression parse_any(token_reader& reader);

/// Behind the opening parenthesis.
expression parse_parenthesized(token_reader& reader) {
    auto inner = reader.peek().is_word("select") ? parse_subquery(reader) : parse_any(reader);
    reader.expect_symbol(")");
    return inner;
}

/// Behind a sign.
expression parse_signed(token_reader& reader);

expression parse_primary(token_reader& reader) {
    nesting_level const level{reader};
    switch (reader.peek().kind) {
    case token_kind::text:
    case token_kind::national_text:
        return text_literal(reader.take());
    case token_kind::number:
        return parse_number(reader);
    case token_kind::variable:
        return node(expression_kind::variable, detail::folded(reader.take().text));
    case token_kind::word:
    case token_kind::quoted_name:
        if (reader.peek().is_word("case"))
            reader.fail(40517);
        if (reader.at_statement() || reader.at_keyword())
            reader.fail();
        return parse_word(reader);
    default:
        break;
    }
    if (reader.accept_symbol("*"))
        return node(expression_kind::column, "*");
    if (reader.accept_symbol("-"))
        return node_over(expression_kind::negate, parse_signed(reader));
    if (reader.accept_symbol("+"))
        return parse_signed(reader);
    reader.expect_symbol("(");
    return parse_parenthesized(reader);
}

void require_scalar(token_reader const& reader, expression const& made) {
    if (is_condition(made.kind))
        reader.fail();
}

void require_condition(token_reader const& reader, expression const& made) {
    if (!is_condition(made.kind))
        reader.fail(4145);
}

expression parse_signed(token_reader& reader) {
    auto operand = parse_primary(reader);
    require_scalar(reader, operand);
    return operand;
}

/// A single operand stands for itself.
template <class Operand>
expression parse_arithmetic(token_reader& reader, Operand operand,
                            std::initializer_list<std::string_view> operators) {
    auto const next = [&] {
        return std::ranges::find_if(
            operators, [&](std::string_view each) { return reader.peek().is_symbol(each); });
    };
    auto first = operand(reader);
    auto found = next();
    if (found == operators.end())
        return first;
    require_scalar(reader, first);
    auto chain = node_over(expression_kind::chain, std::move(first));
    for (; found != operators.end(); found = next()) {
        reader.take();
        chain.operators.push_back(*found);
        chain.operands.push_back(operand(reader));
        require_scalar(reader, chain.operands.back());
    }
    return chain;
}

expression parse_product(token_reader& reader) {
    return parse_arithmetic(reader, parse_primary, {"*", "/", "%"});
}

/// A condition only where it stands in parentheses.
expression parse_sum(token_reader& reader) {
    return parse_arithmetic(reader, parse_product, {"+", "-"});
}

expression negated(expression condition) {
    return node_over(expression_kind::not_, std::move(condition));
}

expression compared(std::string_view with, expression left, expression right) {
    auto made = node(expression_kind::comparison, std::string{with});
    made.operands.push_back(std::move(left));
    made.operands.push_back(std::move(right));
    return made;
}

/// Behind IN.
expression parse_in(token_reader& reader, expression left) {
    auto made = node_over(expression_kind::in, std::move(left));
    reader.expect_symbol("(");
    if (reader.peek().is_word("select")) {
        made.query = parse_subquery(reader).query;
    } else {
        do
            made.operands.push_back(parse_expression(reader));
        while (reader.accept_symbol(","));
    }
    reader.expect_symbol(")");
    return made;
}

/// Behind BETWEEN.
expression parse_between(token_reader& reader, expression const& left) {
    auto made = node_over(expression_kind::and_, compared(">=", left, parse_expression(reader)));
    reader.expect_word("and");
    made.operands.push_back(compared("<=", left, parse_expression(reader)));
    return made;
}

/// LIKE, IN and BETWEEN, of which NOT may stand before.
std::optional<expression> parse_test(token_reader& reader, expression const& left) {
    if (reader.accept_word("like"))
        return compared("like", left, parse_expression(reader));
    if (reader.accept_word("in"))
        return parse_in(reader, left);
    if (reader.accept_word("between"))
        return parse_between(reader, left);
    return std::nullopt;
}

expression parse_is_null(token_reader& reader, expression left) {
    bool const opposite = reader.accept_word("not");
    reader.expect_word("null");
    auto test = node_over(expression_kind::is_null, std::move(left));
    return opposite ? negated(std::move(test)) : test;
}

expression parse_exists(token_reader& reader) {
    auto made = node(expression_kind::exists, {});
    reader.expect_symbol("(");
    made.query = parse_subquery(reader).query;
    reader.expect_symbol(")");
    return made;
}

/// What stands between AND, OR and NOT.
expression parse_predicate(token_reader& reader) {
    static constexpr std::array<std::string_view, 7> comparisons{
        "=", "<>", "!=", "<=", ">=", "<", ">"};
    if (reader.accept_word("exists"))
        return parse_exists(reader);
    auto left = parse_sum(reader);
    if (is_condition(left.kind))
        return left;
    for (auto const each : comparisons)
        if (reader.accept_symbol(each))
            return compared(each, std::move(left), parse_expression(reader));
    if (reader.accept_word("is"))
        return parse_is_null(reader, std::move(left));
    bool const opposite = reader.accept_word("not");
    if (auto test = parse_test(reader, left))
        return opposite ? negated(std::move(*test)) : std::move(*test);
    if (opposite)
        reader.fail();
    return left;
}

expression parse_negation(token_reader& reader) {
    nesting_level const level{reader};
    if (!reader.accept_word("not"))
        return parse_predicate(reader);
    auto condition = parse_negation(reader);
    require_condition(reader, condition);
    return negated(std::move(condition));
}

/// A single operand stands for itself, whether a condition or not.
template <class Operand>
expression parse_logical(token_reader& reader, std::string_view word, expression_kind kind,
                         Operand operand) {
    auto first = operand(reader);
    if (!reader.peek().is_word(word))
        return first;
    require_condition(reader, first);
    auto made = node_over(kind, std::move(first));
    while (reader.accept_word(word)) {
        made.operands.push_back(operand(reader));
        require_condition(reader, made.operands.back());
    }
    return made;
}

expression parse_conjunction(token_reader& reader) {
    return parse_logical(reader, "and", expression_kind::and_, parse_negation);
}

expression parse_any(token_reader& reader) {
    return parse_logical(reader, "or", expression_kind::or_, parse_conjunction);
}

} // namespace

expression parse_condition(token_reader& reader) {
    auto made = parse_any(reader);
    require_condition(reader, made);
    return made;
}

expression parse_expression(token_reader& reader) {
    auto made = parse_sum(reader);
    require_scalar(reader, made);
    return made;
}

expression parse_number(token_reader& reader) {
    if (reader.peek().kind != token_kind::number)
        reader.fail();
    auto const& text = reader.peek().text;
    std::int64_t whole = 0;
    auto const* const end = text.data() + text.size();
    if (auto const [stop, failure] = std::from_chars(text.data(), end, whole);
        failure == std::errc{} && stop == end) {
        reader.take();
        bool const small = whole <= 2'147'483'647;
        return literal(whole, {small ? type::int_ : type::bigint, 0});
    }
    double real = 0;
    if (auto const [stop, failure] = std::from_chars(text.data(), end, real);
        failure != std::errc{} || stop != end)
        reader.fail();
    reader.take();
    return literal(real, {type::float_, 0});
}

type_of parse_type_name(token_reader& reader) {
    auto text = reader.expect_object_name();
    // Schema-qualified system types: sys.nvarchar.
    if (auto const dot = text.rfind('.'); dot != std::string::npos)
        text.erase(0, dot + 1);
    if (reader.accept_symbol("(")) {
        text += '(';
        while (!reader.at_end() && !reader.peek().is_symbol(")"))
            text += reader.take().text;
        reader.expect_symbol(")");
        text += ')';
    }
    if (auto const found = parse_type(text))
        return *found;
    reader.fail();
}

} // namespace ssislb::sim::sql
