#include "sim/sql/expression_parser.hpp"

#include "sim/agent/text.hpp"

#include <algorithm>
#include <charconv>
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

expression number_literal(token_reader& reader) {
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

expression parse_function(token_reader& reader, std::string name) {
    reader.expect_symbol("(");
    auto made = node(expression_kind::function, detail::folded(name));
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

expression parse_word(token_reader& reader) {
    if (reader.accept_word("null"))
        return literal({}, {type::int_, 0});
    auto const name = reader.expect_object_name();
    if (!reader.peek().is_symbol("("))
        return node(expression_kind::column, name);
    if (detail::same_name(name, "cast"))
        return parse_cast(reader);
    if (detail::same_name(name, "convert"))
        return parse_convert(reader);
    return parse_function(reader, name);
}

expression parse_primary(token_reader& reader) {
    nesting_level const level{reader};
    switch (reader.peek().kind) {
    case token_kind::text:
    case token_kind::national_text:
        return text_literal(reader.take());
    case token_kind::number:
        return number_literal(reader);
    case token_kind::variable:
        return node(expression_kind::variable, detail::folded(reader.take().text));
    case token_kind::word:
    case token_kind::quoted_name:
        if (reader.at_statement() || reader.at_keyword())
            reader.fail();
        return parse_word(reader);
    default:
        break;
    }
    if (reader.accept_symbol("*"))
        return node(expression_kind::column, "*");
    if (reader.accept_symbol("-"))
        return node_over(expression_kind::negate, parse_primary(reader));
    if (reader.accept_symbol("+"))
        return parse_primary(reader);
    reader.expect_symbol("(");
    auto inner = parse_condition(reader);
    reader.expect_symbol(")");
    return inner;
}

/// A single operand stands for itself.
template <class Operand>
expression parse_level(token_reader& reader, Operand operand,
                       std::initializer_list<std::string_view> operators) {
    auto const next = [&] {
        return std::ranges::find_if(operators, [&](std::string_view each) {
            return reader.peek().is_symbol(each) || reader.peek().is_word(each);
        });
    };
    auto first = operand(reader);
    auto found = next();
    if (found == operators.end())
        return first;
    auto chain = node_over(expression_kind::chain, std::move(first));
    for (; found != operators.end(); found = next()) {
        reader.take();
        chain.operators.push_back(*found);
        chain.operands.push_back(operand(reader));
    }
    return chain;
}

expression parse_product(token_reader& reader) {
    return parse_level(reader, parse_primary, {"*", "/", "%"});
}

expression parse_comparison(token_reader& reader) {
    nesting_level const level{reader};
    if (reader.accept_word("not"))
        return node_over(expression_kind::not_, parse_comparison(reader));
    auto left =
        parse_level(reader, parse_expression, {"=", "<>", "!=", "<=", ">=", "<", ">", "like"});
    if (!reader.accept_word("is"))
        return left;
    bool const negated = reader.accept_word("not");
    reader.expect_word("null");
    auto test = node_over(expression_kind::is_null, std::move(left));
    return negated ? node_over(expression_kind::not_, std::move(test)) : test;
}

expression parse_conjunction(token_reader& reader) {
    return parse_level(reader, parse_comparison, {"and"});
}

} // namespace

expression parse_condition(token_reader& reader) {
    return parse_level(reader, parse_conjunction, {"or"});
}

expression parse_expression(token_reader& reader) {
    return parse_level(reader, parse_product, {"+", "-"});
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
