// Runs the statements that do not contain others.
#pragma once

#include "sim/agent/world.hpp"
#include "sim/sql/evaluator.hpp"
#include "sim/sql/request.hpp"
#include "sim/sql/response.hpp"
#include "sim/sql/session_state.hpp"
#include "sim/sql/syntax.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>

namespace ssislb::sim::detail {

/// As the server spells it; empty: there is none of that name.
[[nodiscard]] std::string known_database(std::string_view name);

/// Where the statements of a text say what they have to say.
struct runner_output {
    sql::response& answer;
    variable_table& variables;
    /// It is the text of an sp_executesql.
    bool nested = false;
};

/// Everything here may throw sql_failure.
class statement_runner {
public:
    statement_runner(world& world, session_state& session, runner_output const& output)
        : world_{world}
        , session_{session}
        , answer_{output.answer}
        , variables_{output.variables}
        , nested_{output.nested} {}

    void step(sql::select_statement const&);
    void step(sql::declare_statement const&);
    void step(sql::assign_statement const&);
    void step(sql::set_statement const&);
    void step(sql::use_statement const&);
    void step(sql::print_statement const&);
    void step(sql::transaction_statement const&);

    /// Before and after the call that an EXEC makes; `said_before` is how much had been said then.
    [[nodiscard]] sql::call call_of(sql::execute_statement const&) const;
    void take_answer(std::size_t said_before);

    void say(sql::item item);
    void fail(sql::message said);
    [[nodiscard]] typed_value value_of(sql::expression const&) const;
    [[nodiscard]] bool holds(sql::expression const& condition) const;
    void assign(std::string const& name, sql::value value);

private:
    void done(std::optional<std::int64_t> rows = std::nullopt);
    void charge(sql::item const& said);

    world& world_;
    session_state& session_;
    sql::response& answer_;
    variable_table& variables_;
    bool nested_;
    /// A declaration counts once, however often a loop comes past it.
    std::set<sql::variable_declaration const*> declared_;
};

} // namespace ssislb::sim::detail
