#include "sim/sql/parser.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/expression_parser.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/name_resolution.hpp"
#include "sim/sql/select_parser.hpp"
#include "sim/sql/token_reader.hpp"

#include <utility>

namespace ssislb::sim::sql {
namespace {

statement parse_statement(token_reader& reader);

argument parse_argument(token_reader& reader) {
    argument made;
    if (reader.peek().kind == token_kind::variable && reader.peek(1).is_symbol("=")) {
        made.name = reader.take().text;
        reader.take();
    }
    if (reader.accept_word("default")) {
        made.use_default = true;
        return made;
    }
    // A bare word is a text here, as in EXEC sp_x name.
    auto const& next = reader.peek();
    if (next.kind == token_kind::word && !next.is_word("null")) {
        made.value.literal = next.text;
        made.value.type = {type::nvarchar, 4000};
        reader.take();
    } else {
        made.value = parse_expression(reader);
    }
    made.output = reader.accept_word("output") || reader.accept_word("out");
    return made;
}

execute_statement parse_procedure_call(token_reader& reader) {
    execute_statement made;
    if (reader.peek().kind == token_kind::variable) {
        made.returned = detail::folded(reader.take().text);
        reader.expect_symbol("=");
    }
    made.procedure = reader.expect_object_name();
    if (reader.at_end() || reader.peek().is_symbol(";") || reader.at_statement())
        return made;
    do
        made.arguments.push_back(parse_argument(reader));
    while (reader.accept_symbol(","));
    return made;
}

variable_declaration parse_declaration(token_reader& reader) {
    variable_declaration made;
    made.name = detail::folded(reader.expect_variable());
    (void)reader.accept_word("as");
    made.type = parse_type_name(reader);
    if (reader.accept_symbol("="))
        made.initial.push_back(parse_expression(reader));
    return made;
}

statement parse_declare(token_reader& reader) {
    declare_statement made;
    do
        made.variables.push_back(parse_declaration(reader));
    while (reader.accept_symbol(","));
    return {std::move(made)};
}

statement parse_set(token_reader& reader) {
    if (reader.peek().kind == token_kind::variable) {
        assign_statement made;
        made.name = detail::folded(reader.take().text);
        reader.expect_symbol("=");
        made.value = parse_expression(reader);
        return {std::move(made)};
    }
    set_statement made;
    made.option = detail::folded(reader.expect_name());
    while (!reader.at_end() && !reader.peek().is_symbol(";") && !reader.at_statement())
        made.value = detail::folded(reader.take().text);
    return {std::move(made)};
}

statement parse_transaction(token_reader& reader, transaction_statement::verb verb) {
    bool const said = reader.accept_word("transaction") || reader.accept_word("tran") ||
                      (verb != transaction_statement::verb::begin && reader.accept_word("work"));
    auto const kind = reader.peek().kind;
    // Its name counts for nothing.
    if (said && !reader.at_statement() &&
        (kind == token_kind::word || kind == token_kind::quoted_name ||
         kind == token_kind::variable))
        reader.take();
    return {transaction_statement{verb}};
}

statement parse_begin(token_reader& reader) {
    if (reader.peek().is_word("tran") || reader.peek().is_word("transaction"))
        return parse_transaction(reader, transaction_statement::verb::begin);
    block_statement made;
    while (!reader.accept_word("end")) {
        if (reader.accept_symbol(";"))
            continue;
        if (reader.at_end())
            reader.fail();
        made.body.push_back(parse_statement(reader));
    }
    return {std::move(made)};
}

statement parse_if(token_reader& reader) {
    if_statement made;
    made.condition = parse_condition(reader);
    made.branches.push_back(parse_statement(reader));
    (void)reader.accept_symbol(";");
    if (reader.accept_word("else"))
        made.branches.push_back(parse_statement(reader));
    return {std::move(made)};
}

statement parse_while(token_reader& reader) {
    while_statement made;
    made.condition = parse_condition(reader);
    made.body.push_back(parse_statement(reader));
    return {std::move(made)};
}

statement parse_waitfor(token_reader& reader) {
    if (!reader.peek().is_word("delay"))
        reader.fail(reader.peek().is_word("time") ? 40517 : 102);
    reader.take();
    return {waitfor_statement{parse_expression(reader)}};
}

statement parse_statement(token_reader& reader) {
    nesting_level const level{reader};
    using verb = transaction_statement::verb;
    if (reader.accept_word("select"))
        return {parse_select(reader)};
    if (reader.accept_word("exec") || reader.accept_word("execute"))
        return {parse_procedure_call(reader)};
    if (reader.accept_word("set"))
        return parse_set(reader);
    if (reader.accept_word("declare"))
        return parse_declare(reader);
    if (reader.accept_word("use"))
        return {use_statement{reader.expect_name()}};
    if (reader.accept_word("print"))
        return {print_statement{parse_expression(reader)}};
    if (reader.accept_word("if"))
        return parse_if(reader);
    if (reader.accept_word("begin"))
        return parse_begin(reader);
    if (reader.accept_word("commit"))
        return parse_transaction(reader, verb::commit);
    if (reader.accept_word("rollback"))
        return parse_transaction(reader, verb::rollback);
    if (reader.accept_word("return"))
        return {return_statement{}};
    if (reader.accept_word("while"))
        return parse_while(reader);
    if (reader.accept_word("break"))
        return {break_statement{}};
    if (reader.accept_word("continue"))
        return {continue_statement{}};
    if (reader.accept_word("waitfor"))
        return parse_waitfor(reader);
    reader.fail();
}

/// The first statement of a batch may leave EXEC out: `sp_help_job @job_aspect = 'JOB'`.
bool is_bare_call(token_reader const& reader) {
    auto const kind = reader.peek().kind;
    if (kind == token_kind::quoted_name)
        return true;
    if (kind != token_kind::word || reader.at_statement())
        return false;
    auto const name = detail::folded(reader.peek().text);
    return name.starts_with("sp_") || name.starts_with("xp_") || reader.peek(1).is_symbol(".");
}

enum class inside_loop : std::uint8_t { no, yes };

/// BREAK and CONTINUE where there is no loop: 135, 136.
void refuse_stray_jumps(statement const& in, inside_loop where) {
    auto const each_of = [](std::vector<statement> const& inner, inside_loop there) {
        for (auto const& each : inner)
            refuse_stray_jumps(each, there);
    };
    bool const stray = where == inside_loop::no;
    if (stray && std::holds_alternative<break_statement>(in.what))
        throw syntax_error{make_message(135, {}, {}, 1)};
    if (stray && std::holds_alternative<continue_statement>(in.what))
        throw syntax_error{make_message(136, {}, {}, 1)};
    if (auto const* const block = std::get_if<block_statement>(&in.what))
        each_of(block->body, where);
    else if (auto const* const choice = std::get_if<if_statement>(&in.what))
        each_of(choice->branches, where);
    else if (auto const* const loop = std::get_if<while_statement>(&in.what))
        each_of(loop->body, inside_loop::yes);
}

std::vector<statement> parse_all(token_reader& reader) {
    std::vector<statement> result;
    while (!reader.at_end()) {
        if (reader.accept_symbol(";"))
            continue;
        if (result.empty() && is_bare_call(reader))
            result.push_back({parse_procedure_call(reader)});
        else
            result.push_back(parse_statement(reader));
    }
    for (auto const& each : result)
        refuse_stray_jumps(each, inside_loop::no);
    resolve_names(result);
    return result;
}

std::vector<declared_parameter> parse_declared(token_reader& reader) {
    std::vector<declared_parameter> result;
    while (!reader.at_end()) {
        bool const parenthesis = reader.accept_symbol("(");
        auto variable = parse_declaration(reader);
        bool const output = reader.accept_word("output") || reader.accept_word("out");
        result.push_back({std::move(variable), output});
        if (parenthesis || reader.peek().is_symbol(")"))
            (void)reader.accept_symbol(")");
        if (!reader.at_end())
            reader.expect_symbol(",");
    }
    return result;
}

template <class Result, class Parse>
std::variant<Result, message> parsed(std::string_view text, Parse parse) {
    auto lexed = tokens_of(text);
    if (auto* const refused = std::get_if<message>(&lexed))
        return std::move(*refused);
    token_reader reader{std::get<std::vector<token>>(lexed)};
    try {
        return parse(reader);
    } catch (syntax_error& error) {
        return std::move(error.said);
    }
}

} // namespace

std::variant<std::vector<statement>, message> parse_batch(std::string_view text) {
    return parsed<std::vector<statement>>(text, parse_all);
}

std::variant<std::vector<declared_parameter>, message> parse_parameters(std::string_view text) {
    return parsed<std::vector<declared_parameter>>(text, parse_declared);
}

} // namespace ssislb::sim::sql
