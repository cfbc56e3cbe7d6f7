#include "sim/sql/dispatcher.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/batch_runner.hpp"
#include "sim/sql/binder.hpp"
#include "sim/sql/name.hpp"
#include "sim/sql/statement_runner.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace ssislb::sim::detail {
namespace {

constexpr std::string_view msdb = "msdb";
constexpr int deepest_call = 32;
constexpr std::int32_t deadlock = 1205;

/// The job that a call is about, for the texts of scripted refusals.
std::string job_in(sql::call const& call) {
    for (auto const& each : call.parameters)
        if (each.name.empty() || same_name(each.name, "@job_name") ||
            same_name(each.name, "@job_id"))
            return sql::to_text(each.value);
    return {};
}

sql::message scripted_message(std::int32_t number, session_state const& session,
                              sql::call const& call) {
    auto const procedure = plain_name(call.procedure);
    auto const job = job_in(call);
    switch (number) {
    case 229:
        return sql::make_message(229, {"EXECUTE", procedure, msdb}, procedure, 1);
    case 916:
        return sql::make_message(916, {session.login.user, msdb});
    case deadlock:
        return sql::make_message(1205, {std::to_string(session.spid)}, procedure, 1);
    case 2812:
        return sql::make_message(2812, {call.procedure});
    case 14258:
        return sql::make_message(14258, {}, "sp_is_sqlagent_starting", 1);
    case 14262:
        return sql::make_message(14262, {"@job_name", job}, "sp_verify_job_identifiers", 67);
    case 14293:
        return sql::make_message(14293, {job, "@job_id", "@job_name"}, "sp_verify_job_identifiers",
                                 67);
    case 22022:
        return sql::make_message(22022,
                                 {"SQLServerAgent is not currently running so it cannot be "
                                  "notified of this action."},
                                 "xp_sqlagent_notify");
    default:
        return sql::make_message(number, {job}, procedure, 1);
    }
}

/// Errors that come before the first statement of a procedure, so that nothing is returned.
bool refuses_the_call(std::int32_t number) noexcept {
    static constexpr std::array<std::int32_t, 8> numbers{201,  229,  916,  2812,
                                                         8114, 8144, 8145, 8162};
    return std::ranges::find(numbers, number) != numbers.end();
}

call_result refuse_by_script(fault::effects const& struck, session_state const& session,
                             sql::call const& call, sql::response& answer) {
    auto said = scripted_message(*struck.refuse_number, session, call);
    if (!struck.refuse_text.empty())
        said.text = struck.refuse_text;
    bool const returns = !refuses_the_call(said.number);
    call_result result;
    result.ends_batch = said.number == deadlock;
    if (returns && !result.ends_batch)
        result.status = 1;
    answer.items.push_back(std::move(said));
    return result;
}

/// Nothing: the procedure may be called.
std::optional<sql::message> refused_by_rights(session_state const& session,
                                              std::string_view procedure) {
    if (session.login.role == agent_role::sysadmin)
        return std::nullopt;
    if (!session.login.msdb_access)
        return sql::make_message(916, {session.login.user, msdb});
    if (session.login.role == agent_role::none)
        return sql::make_message(229, {"EXECUTE", procedure, msdb}, std::string{procedure}, 1);
    return std::nullopt;
}

procedure const* resolve(sql::object_name const& name, session_state const& session) {
    auto const& database = name.database.empty() ? session.database : name.database;
    bool const dbo = name.schema.empty() || same_name(name.schema, "dbo");
    return same_name(database, msdb) && dbo ? find_procedure(name.object) : nullptr;
}

bool is_executesql(sql::object_name const& name) {
    return same_name(name.object, "sp_executesql");
}

call_result run_procedure(world& world, session_state& session, procedure const& called,
                          sql::call const& call, sql::response& answer) {
    if (auto refused = refused_by_rights(session, called.name)) {
        answer.items.push_back(std::move(*refused));
        return {};
    }
    auto bound = bind(called, call.parameters);
    if (auto* const refused = std::get_if<sql::message>(&bound)) {
        answer.items.push_back(std::move(*refused));
        return {};
    }
    auto& [arguments, outputs] = std::get<bound_call>(bound);
    call_result result;
    result.status = called.body(frame{world, session, answer.items, called.name}, arguments);
    for (auto const& [formal, actual] : outputs) {
        auto const& declared = called.formals[formal];
        result.outputs.emplace_back(
            actual, sql::output_value{std::string{declared.name}, declared.type.type,
                                      declared.type.max_length, arguments.at(formal),
                                      static_cast<std::uint16_t>(actual)});
    }
    return result;
}

/// Called as one of another database's, the text runs there.
class text_database {
public:
    text_database(session_state& session, std::string database)
        : session_{session}
        , before_{std::exchange(session.database, std::move(database))} {}
    ~text_database() { session_.database = std::move(before_); }
    text_database(text_database const&) = delete;
    text_database& operator=(text_database const&) = delete;

private:
    session_state& session_;
    std::string before_;
};

routine<call_result> run_text_in(std::string database, world& world, session_state& session,
                                 sql::call const& call, sql::response& answer) {
    auto target = known_database(database);
    if (target.empty()) {
        answer.items.push_back(sql::make_message(911, {database}, {}, 1));
        co_return call_result{};
    }
    if (target == msdb && !session.login.msdb_access) {
        answer.items.push_back(sql::make_message(916, {session.login.user, target}));
        co_return call_result{};
    }
    text_database const there{session, std::move(target)};
    co_return co_await run_executesql(world, session, call, answer);
}

/// One level of calls inside one another.
class open_call {
public:
    explicit open_call(session_state& session)
        : session_{session} {
        ++session_.calls_open;
    }
    ~open_call() { --session_.calls_open; }
    open_call(open_call const&) = delete;
    open_call& operator=(open_call const&) = delete;

private:
    session_state& session_;
};

call_result refuse_depth(sql::response& answer) {
    answer.items.push_back(sql::make_message(217, {std::to_string(deepest_call)}, {}, 1));
    call_result result;
    result.ends_batch = true;
    return result;
}

call_result run_procedure_named(std::optional<sql::object_name> const& name, world& world,
                                session_state& session, sql::call const& call,
                                sql::response& answer) {
    if (auto const* const called = name ? resolve(*name, session) : nullptr)
        return run_procedure(world, session, *called, call, answer);
    answer.items.push_back(sql::make_message(2812, {call.procedure}));
    return {};
}

/// The session is gone by then, and what the call says with it.
void deliver_late(milliseconds after, world& world, session_state const& session,
                  sql::call const& call) {
    world.expect({world.now() + after, [session, call](detail::world& then) {
                      auto its_own = session;
                      sql::response unheard;
                      run_procedure_named(sql::parse_object_name(call.procedure), then, its_own,
                                          call, unheard);
                  }});
}

void deliver(fault::effects const& struck, sql::delivery& delivery) {
    delivery.delay += struck.delay;
    if (struck.drop_after)
        delivery.drop_after = struck.drop_after;
    if (struck.stall_after) {
        delivery.stall_after = struck.stall_after;
        delivery.stall = struck.stall;
    }
    if (struck.drop_request || struck.kill_server)
        delivery.drop_after = 0;
}

/// The names are the clients' to choose: a few are kept, however many are made up.
void count(std::map<std::string, std::uint64_t>& calls, std::string const& name) {
    constexpr std::size_t most_names = 1000;
    constexpr std::size_t longest_name = 128;
    bool const kept =
        calls.contains(name) || (calls.size() < most_names && utf16_length(name) <= longest_name);
    ++calls[kept ? name : "(others)"];
}

void strike_world(fault::effects const& struck, world& world) {
    if (!struck.job.empty())
        for (auto* const each : world.jobs.named(struck.job))
            each->forced_end = struck.job_end;
    if (struck.agent != fault::agent_effect::none)
        world.agent.kill_service();
    if (struck.agent == fault::agent_effect::restart)
        world.agent.start_service();
    if (struck.kill_server)
        world.kill_server();
}

} // namespace

std::string plain_name(std::string_view procedure) {
    auto const name = sql::parse_object_name(procedure);
    return folded(name ? name->object : procedure);
}

routine<call_result> run_call(world& world, session_state& session, sql::call const& call,
                              sql::response& answer) {
    auto const name = plain_name(call.procedure);
    count(world.traffic.procedures, name);
    auto const struck = world.faults.strike_call(name);
    call_result result;
    if (struck.refuse_number) {
        result = refuse_by_script(struck, session, call, answer);
    } else if (struck.late) {
        deliver_late(*struck.late, world, session, call);
    } else if (!struck.drop_request) {
        if (session.calls_open == deepest_call) {
            result = refuse_depth(answer);
        } else {
            open_call const open{session};
            auto const parts = sql::parse_object_name(call.procedure);
            if (!parts || !is_executesql(*parts))
                result = run_procedure_named(parts, world, session, call, answer);
            else if (parts->database.empty())
                result = co_await run_executesql(world, session, call, answer);
            else
                result = co_await run_text_in(parts->database, world, session, call, answer);
        }
    }
    result.ends_batch = result.ends_batch || struck.drop_request;
    world.catch_up();
    deliver(struck, answer.delivery);
    strike_world(struck, world);
    co_return result;
}

} // namespace ssislb::sim::detail
