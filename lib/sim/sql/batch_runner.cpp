#include "sim/sql/batch_runner.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/name.hpp"
#include "sim/sql/parser.hpp"
#include "sim/sql/query.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ssislb::sim::detail {
namespace {

struct runner_output {
    sql::response& answer;
    variable_table& variables;
    bool nested = false;
};

/// A column goes by its own name where it gets no other.
std::string name_of(sql::select_item const& item) {
    if (!item.alias.empty() || item.what.kind != sql::expression_kind::column)
        return item.alias;
    auto const parts = sql::parse_object_name(item.what.text);
    return parts ? parts->object : std::string{};
}

/// The columns that a SELECT sends.
sql::result_set described(sql::select_statement const& select, query& of) {
    sql::result_set set;
    auto const columns = of.columns();
    for (std::size_t at = 0; at < columns.size(); ++at)
        if (auto const& item = select.items[at]; item.assigned.empty())
            set.columns.push_back({name_of(item), columns[at].type.type,
                                   columns[at].type.max_length, columns[at].nullable});
    return set;
}

// The parser's own limit holds for one text; sp_executesql puts many inside one another.
constexpr int deepest_statement = 256;

class open_statement {
public:
    explicit open_statement(session_state& session)
        : session_{session} {
        ++session_.statements_open;
    }
    ~open_statement() { --session_.statements_open; }
    open_statement(open_statement const&) = delete;
    open_statement& operator=(open_statement const&) = delete;

private:
    session_state& session_;
};

/// Runs parsed statements with their variables.
class runner {
public:
    runner(world& world, session_state& session, runner_output const& output)
        : world_{world}
        , session_{session}
        , answer_{output.answer}
        , variables_{output.variables}
        , nested_{output.nested} {}

    /// False: the batch has ended early.
    bool run(std::vector<sql::statement> const& statements) {
        return std::ranges::all_of(statements, [&](auto const& each) { return run(each); });
    }

    bool run(sql::statement const& statement) {
        open_statement const open{session_};
        try {
            if (session_.statements_open > deepest_statement)
                throw sql_failure{sql::make_message(191, {}, {}, 1)};
            return std::visit([&](auto const& each) { return step(each); }, statement.what);
        } catch (sql_failure& failure) {
            session_.last_error = failure.said.number;
            say(std::move(failure.said));
            return !failure.ends_batch;
        }
    }

    /// A call has ended the batch, and with it those that this text is nested in.
    [[nodiscard]] bool batch_ended() const noexcept { return batch_ended_; }

private:
    void say(sql::item item) {
        if (nested_)
            sql::put_in_procedure(item);
        answer_.items.push_back(std::move(item));
    }

    bool done(std::optional<std::int64_t> rows = std::nullopt) {
        session_.row_count = rows.value_or(0);
        session_.last_error = 0;
        say(sql::statement_done{session_.no_count ? std::nullopt : rows});
        return true;
    }

    [[nodiscard]] typed_value value_of(sql::expression const& what) const {
        statement_context context{world_, session_, variables_};
        return evaluator{context}.value_of(what);
    }

    void assign(std::string const& name, sql::value value) {
        auto const found = variables_.find(name);
        if (found == variables_.end())
            throw sql_failure{sql::make_message(137, {name}, {}, 1)};
        auto converted = sql::convert(value, found->second.type);
        if (!converted)
            fail_conversion(value, found->second.type);
        found->second.value = std::move(*converted);
    }

    bool step(sql::select_statement const& select);
    bool step(sql::execute_statement const& execute);

    bool step(sql::declare_statement const& declare) {
        for (auto const& each : declare.variables) {
            if (!variables_.try_emplace(each.name, typed_value{{}, each.type}).second)
                throw sql_failure{sql::make_message(134, {each.name}, {}, 1)};
            if (!each.initial.empty())
                assign(each.name, value_of(each.initial.front()).value);
        }
        return true;
    }

    bool step(sql::assign_statement const& assignment) {
        assign(assignment.name, value_of(assignment.value).value);
        return true;
    }

    bool step(sql::set_statement const& set) {
        if (set.option == "nocount")
            session_.no_count = set.value == "on";
        return done();
    }

    bool step(sql::use_statement const& use) {
        auto const name = known_database(use.database);
        if (name.empty())
            throw sql_failure{sql::make_message(911, {use.database}, {}, 1)};
        if (name == "msdb" && !session_.login.msdb_access)
            throw sql_failure{sql::make_message(916, {session_.login.user, name}, {}, 1)};
        say(sql::database_change{std::exchange(session_.database, name), name});
        return done();
    }

    bool step(sql::print_statement const& print) {
        say(sql::make_print(sql::to_text(value_of(print.what).value)));
        return done();
    }

    bool step(sql::transaction_statement const& transaction) {
        using verb = sql::transaction_statement::verb;
        if (transaction.what == verb::begin) {
            ++session_.transactions;
            return done();
        }
        bool const commit = transaction.what == verb::commit;
        if (session_.transactions == 0)
            throw sql_failure{sql::make_message(commit ? 3902 : 3903, {}, {}, 1), false};
        session_.transactions = commit ? session_.transactions - 1 : 0;
        return done();
    }

    bool step(sql::return_statement const&) { return false; }
    bool step(sql::block_statement const& block) { return run(block.body); }

    bool step(sql::if_statement const& choice) {
        statement_context context{world_, session_, variables_};
        bool const chosen = evaluator{context}.holds(choice.condition);
        if (chosen)
            return run(choice.branches.front());
        return choice.branches.size() < 2 || run(choice.branches.back());
    }

    [[nodiscard]] sql::call call_of(sql::execute_statement const& execute) const;

    world& world_;
    session_state& session_;
    sql::response& answer_;
    variable_table& variables_;
    bool nested_;
    bool batch_ended_ = false;
};

bool runner::step(sql::select_statement const& select) {
    statement_context context{world_, session_, variables_};
    query query{select, context};
    auto set = described(select, query);
    std::int64_t rows = 0;
    query.each_row([&](query::item_reader const& read) {
        ++rows;
        sql::row made;
        made.reserve(set.columns.size());
        for (std::size_t at = 0; at < select.items.size(); ++at) {
            auto value = read(at).value;
            if (auto const& variable = select.items[at].assigned; !variable.empty())
                assign(variable, std::move(value));
            else
                made.push_back(std::move(value));
        }
        if (!made.empty())
            set.rows.push_back(std::move(made));
        return true;
    });
    if (set.columns.empty())
        return done(rows);
    session_.row_count = rows;
    session_.last_error = 0;
    set.counted = !session_.no_count;
    say(std::move(set));
    return true;
}

sql::call runner::call_of(sql::execute_statement const& execute) const {
    sql::call call;
    call.procedure = execute.procedure;
    for (auto const& each : execute.arguments) {
        sql::parameter made;
        made.name = each.name;
        made.output = each.output;
        made.use_default = each.use_default;
        auto [value, type] = value_of(each.value);
        made.value = std::move(value);
        made.declared = type.type;
        made.max_length = type.max_length;
        call.parameters.push_back(std::move(made));
    }
    return call;
}

bool runner::step(sql::execute_statement const& execute) {
    auto const before = answer_.items.size();
    auto const result = run_call(world_, session_, call_of(execute), answer_);
    session_.last_error = 0;
    for (auto at = before; at < answer_.items.size(); ++at) {
        if (nested_)
            sql::put_in_procedure(answer_.items[at]);
        if (auto const* const said = std::get_if<sql::message>(&answer_.items[at]);
            said != nullptr && said->is_error())
            session_.last_error = said->number;
    }
    for (auto const& [position, output] : result.outputs) {
        auto const& target = execute.arguments[position].value;
        if (target.kind == sql::expression_kind::variable)
            assign(target.text, output.value);
    }
    if (result.status && !execute.returned.empty())
        assign(execute.returned, std::int64_t{*result.status});
    if (result.status && !nested_)
        say(sql::return_status{*result.status});
    batch_ended_ = result.ends_batch;
    return !batch_ended_ && world_.alive;
}

/// False: a call has ended the batch.
bool run_statements(world& world, session_state& session, std::string_view text,
                    runner_output const& output) {
    auto parsed = sql::parse_batch(text);
    if (auto* const refused = std::get_if<sql::message>(&parsed)) {
        refused->in_procedure = output.nested;
        output.answer.items.push_back(std::move(*refused));
        return true;
    }
    runner runner{world, session, output};
    (void)runner.run(std::get<std::vector<sql::statement>>(parsed));
    return !runner.batch_ended();
}

} // namespace

std::string known_database(std::string_view name) {
    static constexpr std::array<std::string_view, 5> databases{"master", "msdb", "tempdb", "model",
                                                               "SSISDB"};
    for (auto const each : databases)
        if (same_name(each, name))
            return std::string{each};
    return {};
}

void run_batch(world& world, session_state& session, sql::batch const& batch,
               sql::response& answer) {
    variable_table variables;
    (void)run_statements(world, session, batch.text, {answer, variables, false});
}

bool run_text(world& world, session_state& session, std::string_view text,
              variable_table& variables, sql::response& answer) {
    return run_statements(world, session, text, {answer, variables, true});
}

} // namespace ssislb::sim::detail
