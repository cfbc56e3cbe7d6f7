#include "sim/agent/session.hpp"

#include "sim/agent/instance_impl.hpp"
#include "sim/agent/text.hpp"
#include "sim/sql/batch_runner.hpp"
#include "sim/sql/dispatcher.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/service_of.hpp"
#include "sim/sql/statement_runner.hpp"

#include <chrono>

namespace ssislb::sim {
namespace detail {
namespace {

// How much a batch does before others have their turn: a hundred rounds of a loop.
constexpr std::size_t effort_at_a_time = 10'000;

/// What is the server's time to the Agent and to WAITFOR is real time to the line.
template <class Duration>
Duration real_time(milliseconds of_server, world const& world) {
    std::chrono::duration<double, std::milli> const length{of_server};
    return std::chrono::ceil<Duration>(length / world.clock->speed());
}

/// The connection of a dead server says nothing.
sql::response silence() {
    sql::response answer;
    answer.delivery.drop_after = 0;
    return answer;
}

} // namespace

sql::response session::execute(sql::call const& call) {
    return begin(call);
}

sql::response session::execute(sql::batch const& batch) {
    return begin(batch);
}

sql::response session::begin(std::variant<sql::call, sql::batch> asked) {
    sql::response answer;
    in_world_([&](world& world) {
        state_.answer_size = 0;
        request_ = std::make_unique<request>(std::move(asked));
        request_->whole.emplace(run(world, *request_));
        request_->whole->start(request_->stack);
        answer = go_on(world);
    });
    return answer;
}

sql::response session::resume() {
    sql::response answer;
    in_world_([&](world& world) { answer = go_on(world); });
    return answer;
}

sql::response session::go_on(world& world) {
    auto& [asked, answer, stack, whole] = *request_;
    auto const before = world.agent.accepted();
    if (world.alive && stack.waits_until().value_or(world.now()) <= world.now())
        stack.run(effort_at_a_time);
    if (!world.alive) {
        request_.reset();
        return silence();
    }
    if (world.agent.accepted() != before)
        answer.delivery.delay += real_time<milliseconds>(world.spec.delays.accept, world);
    if (!stack.ended()) {
        auto const until = stack.waits_until().value_or(world.now());
        sql::response unfinished;
        unfinished.goes_on_after = real_time<std::chrono::microseconds>(until - world.now(), world);
        return unfinished;
    }
    (void)whole->await_resume();
    auto finished = std::move(answer);
    request_.reset();
    return finished;
}

routine<bool> session::run(world& world, request& of) {
    if (auto const* const batch = std::get_if<sql::batch>(&of.asked)) {
        ++world.traffic.batches;
        co_return co_await run_batch(world, state_, *batch, of.answer);
    }
    ++world.traffic.calls;
    auto result = co_await run_call(world, state_, std::get<sql::call>(of.asked), of.answer);
    if (result.status)
        of.answer.items.push_back(sql::return_status{*result.status});
    for (auto& [position, output] : result.outputs)
        of.answer.items.push_back(std::move(output));
    co_return true;
}

void session::reset() {
    state_.database = state_.login_database;
    state_.transactions = 0;
    state_.row_count = 0;
    state_.last_error = 0;
    state_.no_count = false;
}

sql::service& service_of(instance& of) {
    return *of.impl_;
}

} // namespace detail

namespace {

sql::login_refusal refused(std::string const& user) {
    return {sql::make_message(18456, {user})};
}

/// Nothing: the login may come in.
std::optional<sql::login_refusal> refusal_of(sql::login const& login, login_spec const* known,
                                             std::string const& database) {
    if (known == nullptr || known->password != login.password)
        return refused(login.user);
    bool const denied =
        database == "msdb" && !known->msdb_access && known->role != agent_role::sysadmin;
    if (database.empty() || denied)
        return sql::login_refusal{sql::make_message(4060, {login.database}),
                                  sql::make_message(18456, {login.user})};
    return std::nullopt;
}

std::optional<sql::login_refusal> refused_by_script(detail::world& world, sql::login const& login) {
    auto const struck = world.faults.strike_login();
    if (struck.agent != fault::agent_effect::none)
        world.agent.kill_service();
    if (struck.agent == fault::agent_effect::restart)
        world.agent.start_service();
    if (struck.kill_server)
        world.kill_server();
    if (struck.drop_request || struck.drop_after || !world.alive)
        return sql::login_refusal{};
    if (!struck.refuse_number)
        return std::nullopt;
    auto said = sql::make_message(*struck.refuse_number,
                                  {*struck.refuse_number == 4060 ? login.database : login.user});
    if (!struck.refuse_text.empty())
        said.text = struck.refuse_text;
    if (said.number == 18456)
        return sql::login_refusal{std::move(said)};
    return sql::login_refusal{std::move(said), sql::make_message(18456, {login.user})};
}

} // namespace

std::variant<std::unique_ptr<sql::session>, sql::login_refusal>
instance::impl::log_in(sql::login const& login) {
    detail::session_state state;
    std::optional<sql::login_refusal> refusal;
    with([&](detail::world& world) {
        ++world.traffic.logins;
        auto const* const known = world.find_login(login.user);
        state.database = detail::known_database(login.database.empty() ? "master" : login.database);
        refusal = refused_by_script(world, login);
        if (!refusal)
            refusal = refusal_of(login, known, state.database);
        if (refusal)
            return;
        state.login = *known;
        state.login_database = state.database;
        state.application = login.application;
        state.spid = ++world.last_spid;
    });
    if (refusal)
        return std::move(*refusal);
    return std::make_unique<detail::session>(
        [this](std::function<void(detail::world&)> const& run) { with(run); }, std::move(state));
}

} // namespace ssislb::sim
