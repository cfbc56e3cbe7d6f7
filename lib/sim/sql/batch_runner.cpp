#include "sim/sql/batch_runner.hpp"

#include "sim/sql/messages.hpp"
#include "sim/sql/parser.hpp"
#include "sim/sql/statement_runner.hpp"

#include <utility>
#include <vector>

namespace ssislb::sim::detail {
namespace {

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

/// What is to follow a statement.
enum class flow : std::uint8_t { next, break_loop, next_round, end };

/// What WAITFOR DELAY waits: the time of day of a datetime, or a text like it.
milliseconds delay_of(sql::value const& told) {
    if (auto const* const at = std::get_if<server_time>(&told))
        return *at - std::chrono::floor<std::chrono::days>(*at);
    auto const text = sql::to_text(told);
    if (auto const delay = sql::parse_time(text))
        return *delay;
    throw sql_failure{sql::make_message(148, {text}, {}, 1)};
}

/// Follows the statements of a text, with their variables.
class runner {
public:
    runner(world& world, session_state& session, runner_output const& output)
        : world_{world}
        , session_{session}
        , answer_{output.answer}
        , nested_{output.nested}
        , plain_{world, session, output} {}

    routine<flow> run(std::vector<sql::statement> const& statements) {
        for (auto const& each : statements) {
            auto const then = co_await run(each);
            if (then != flow::next)
                co_return then;
        }
        co_return flow::next;
    }

    /// A call has ended the batch, and with it those that this text is nested in.
    [[nodiscard]] bool batch_ended() const noexcept { return batch_ended_; }

private:
    routine<flow> run(sql::statement const& statement) {
        open_statement const open{session_};
        try {
            if (session_.statements_open > deepest_statement)
                throw sql_failure{sql::make_message(191, {}, {}, 1)};
            if (auto inner =
                    std::visit([&](auto const& each) { return follow(each); }, statement.what))
                co_return co_await std::move(*inner);
            co_return std::visit([&](auto const& each) { return step(each); }, statement.what);
        } catch (sql_failure& failure) {
            plain_.fail(std::move(failure.said));
            co_return failure.ends_batch ? flow::end : flow::next;
        }
    }

    using maybe_routine = std::optional<routine<flow>>;

    // Statements with others in them, and those that may wait.
    maybe_routine follow(auto const&) { return std::nullopt; }
    maybe_routine follow(sql::block_statement const& block) { return run(block.body); }
    maybe_routine follow(sql::while_statement const& loop) { return repeat(loop); }
    maybe_routine follow(sql::waitfor_statement const& wait) { return waited(wait); }
    maybe_routine follow(sql::execute_statement const& execute) { return called(execute); }
    maybe_routine follow(sql::if_statement const& choice) {
        if (plain_.holds(choice.condition))
            return run(choice.branches.front());
        if (choice.branches.size() < 2)
            return std::nullopt;
        return run(choice.branches.back());
    }

    flow step(sql::return_statement const&) { return flow::end; }
    flow step(sql::break_statement const&) { return flow::break_loop; }
    flow step(sql::continue_statement const&) { return flow::next_round; }
    flow step(auto const& statement) {
        if constexpr (requires { plain_.step(statement); })
            plain_.step(statement);
        return flow::next;
    }

    routine<flow> repeat(sql::while_statement const& loop);
    routine<flow> waited(sql::waitfor_statement const& wait);
    routine<flow> called(sql::execute_statement const& execute);

    world& world_;
    session_state& session_;
    sql::response& answer_;
    bool nested_;
    statement_runner plain_;
    bool batch_ended_ = false;
};

routine<flow> runner::repeat(sql::while_statement const& loop) {
    while (plain_.holds(loop.condition)) {
        auto const then = co_await run(loop.body);
        if (then == flow::break_loop)
            break;
        if (then == flow::end)
            co_return then;
        co_await round_over{};
    }
    co_return flow::next;
}

routine<flow> runner::waited(sql::waitfor_statement const& wait) {
    auto const then = world_.now() + delay_of(plain_.value_of(wait.delay).value);
    co_await server_time_reached{then};
    co_return flow::next;
}

routine<flow> runner::called(sql::execute_statement const& execute) {
    auto const call = plain_.call_of(execute);
    auto const before = answer_.items.size();
    auto const result = co_await run_call(world_, session_, call, answer_);
    plain_.take_answer(before);
    for (auto const& [position, output] : result.outputs) {
        auto const& target = execute.arguments[position].value;
        if (target.kind == sql::expression_kind::variable)
            plain_.assign(target.text, output.value);
    }
    if (result.status && !execute.returned.empty())
        plain_.assign(execute.returned, std::int64_t{*result.status});
    if (result.status && !nested_)
        plain_.say(sql::return_status{*result.status});
    batch_ended_ = result.ends_batch;
    co_return batch_ended_ || !world_.alive ? flow::end : flow::next;
}

/// False: a call has ended the batch.
routine<bool> run_statements(world& world, session_state& session, std::string_view text,
                             runner_output output) {
    auto parsed = sql::parse_batch(text);
    if (auto* const refused = std::get_if<sql::message>(&parsed)) {
        refused->in_procedure = output.nested;
        output.answer.items.push_back(std::move(*refused));
        co_return true;
    }
    runner runner{world, session, output};
    (void)co_await runner.run(std::get<std::vector<sql::statement>>(parsed));
    co_return !runner.batch_ended();
}

} // namespace

routine<bool> run_batch(world& world, session_state& session, sql::batch const& batch,
                        sql::response& answer) {
    variable_table variables;
    co_return co_await run_statements(world, session, batch.text, {answer, variables, false});
}

routine<bool> run_text(world& world, session_state& session, std::string_view text,
                       variable_table& variables, sql::response& answer) {
    return run_statements(world, session, text, {answer, variables, true});
}

} // namespace ssislb::sim::detail
