// Statements prepared by sp_prepare and sp_prepexec.
#include "sim/wire/prepared.hpp"

#include <optional>

namespace ssislb::sim::wire {

namespace {

// A client that never gives handles back is told so before it fills the memory.
constexpr std::size_t most_statements = 10'000;

sql::response failed(std::int32_t number, std::string text, std::string procedure) {
    sql::message error;
    error.number = number;
    error.severity = 16;
    error.text = std::move(text);
    error.procedure = std::move(procedure);
    error.line = 1;
    sql::response response;
    response.items.emplace_back(std::move(error));
    return response;
}

sql::response no_such_handle(std::string const& procedure) {
    return failed(8179, "Could not find prepared statement with the given handle.", procedure);
}

sql::response too_few(std::string const& procedure) {
    return failed(201, "Procedure or function '" + procedure + "' expects more parameters.",
                  procedure);
}

sql::item handle_output(sql::call const& call, std::int64_t handle) {
    sql::output_value output;
    output.name = call.parameters.front().name;
    output.value = handle;
    return output;
}

} // namespace

sql::response prepared_statements::execute(sql::session& session, sql::call const& call) {
    if (call.procedure == "sp_prepare")
        return prepare(call);
    if (call.procedure == "sp_prepexec")
        return prepare_and_execute(session, call);
    if (call.procedure == "sp_execute")
        return execute_handle(session, call);
    if (call.procedure == "sp_unprepare")
        return unprepare(call);
    return session.execute(call);
}

sql::response prepared_statements::prepare(sql::call const& call) {
    // @handle OUTPUT, @params, @stmt [, @options]
    if (call.parameters.size() < 3)
        return too_few(call.procedure);
    if (statements_.size() >= most_statements)
        return failed(701, "There is insufficient system memory to run this query.", "");
    statements_[++last_handle_] = {call.parameters[2].value, call.parameters[1].value};
    sql::response response;
    response.items.emplace_back(handle_output(call, last_handle_));
    return response;
}

sql::response prepared_statements::prepare_and_execute(sql::session& session,
                                                       sql::call const& call) {
    auto prepared = prepare(call);
    if (prepared.has_error())
        return prepared;
    auto response = run(session, statements_.at(last_handle_), call, 3);
    response.items.push_back(std::move(prepared.items.front()));
    return response;
}

sql::response prepared_statements::execute_handle(sql::session& session, sql::call const& call) {
    auto const* found = find(call);
    return found == nullptr ? no_such_handle(call.procedure) : run(session, *found, call, 1);
}

sql::response prepared_statements::unprepare(sql::call const& call) {
    if (find(call) == nullptr)
        return no_such_handle(call.procedure);
    statements_.erase(std::get<std::int64_t>(call.parameters.front().value));
    return {};
}

sql::response prepared_statements::run(sql::session& session, statement const& prepared,
                                       sql::call const& call, std::size_t first_value) {
    sql::call plain{"sp_executesql", {}};
    plain.parameters.push_back({"", prepared.text, sql::type::nvarchar_max, 0, false, false});
    bool const declares = !sql::is_null(prepared.declarations);
    if (declares)
        plain.parameters.push_back(
            {"", prepared.declarations, sql::type::nvarchar_max, 0, false, false});
    for (auto at = first_value; at < call.parameters.size(); ++at)
        plain.parameters.push_back(call.parameters[at]);
    return session.execute(plain);
}

prepared_statements::statement const* prepared_statements::find(sql::call const& call) const {
    if (call.parameters.empty())
        return nullptr;
    auto const* handle = std::get_if<std::int64_t>(&call.parameters.front().value);
    auto const found = handle == nullptr ? statements_.end() : statements_.find(*handle);
    return found == statements_.end() ? nullptr : &found->second;
}

} // namespace ssislb::sim::wire
