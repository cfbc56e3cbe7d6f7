// A simulated server on a clock that the test moves, and how it is asked.
#include "fixture.hpp"

#include "sim/sql/conversion.hpp"

#include <stdexcept>
#include <utility>

namespace ssislb::sim::test {
namespace {

instance_spec with_logins(instance_spec spec) {
    using role = agent_role;
    for (auto const& [user, of] :
         {std::pair{"sa", role::sysadmin}, std::pair{"operator", role::sql_agent_operator},
          std::pair{"reader", role::sql_agent_reader}, std::pair{"user", role::sql_agent_user},
          std::pair{"nobody", role::none}})
        spec.logins.push_back({user, "secret", of});
    return spec;
}

} // namespace

sql::parameter named(std::string name, sql::value value) {
    sql::parameter made;
    made.name = std::move(name);
    made.value = std::move(value);
    return made;
}

sql::parameter positional(sql::value value) {
    return named({}, std::move(value));
}

std::vector<std::int32_t> answer::numbers() const {
    std::vector<std::int32_t> result;
    for (auto const& each : response.items)
        if (auto const* const said = std::get_if<sql::message>(&each))
            result.push_back(said->number);
    return result;
}

sql::message answer::message(std::size_t position) const {
    for (auto const& each : response.items)
        if (auto const* const said = std::get_if<sql::message>(&each); said && position-- == 0)
            return *said;
    throw std::out_of_range{"no such message"};
}

std::int32_t answer::status() const {
    for (auto const& each : response.items)
        if (auto const* const ended = std::get_if<sql::return_status>(&each))
            return ended->value;
    return -1;
}

std::vector<sql::result_set> answer::sets() const {
    std::vector<sql::result_set> result;
    for (auto const& each : response.items)
        if (auto const* const set = std::get_if<sql::result_set>(&each))
            result.push_back(*set);
    return result;
}

std::vector<std::string> answer::columns() const {
    std::vector<std::string> result;
    auto const set = sets().at(0);
    for (auto const& each : set.columns)
        result.push_back(each.name);
    return result;
}

std::size_t answer::rows() const {
    return sets().at(0).rows.size();
}

sql::value answer::cell(std::string_view column, std::size_t row) const {
    auto const set = sets().at(0);
    for (std::size_t i = 0; i < set.columns.size(); ++i)
        if (set.columns[i].name == column)
            return set.rows.at(row).at(i);
    throw std::out_of_range{"no column " + std::string{column}};
}

std::string answer::shown(std::string_view column, std::size_t row) const {
    auto const value = cell(column, row);
    return sql::is_null(value) ? "NULL" : sql::to_text(value);
}

lab::lab(instance_spec spec)
    : clock{std::make_shared<manual_clock>(beginning)}
    , server{with_logins(std::move(spec)), clock} {}

std::unique_ptr<sql::session> lab::log_in(std::string_view user, std::string database) {
    sql::login login;
    login.user = user;
    login.password = "secret";
    login.database = std::move(database);
    auto result = detail::service_of(server).log_in(login);
    return std::move(std::get<std::unique_ptr<sql::session>>(result));
}

answer lab::call(std::string_view user, std::string procedure,
                 std::vector<sql::parameter> parameters) {
    return {log_in(user)->execute(sql::call{std::move(procedure), std::move(parameters)})};
}

answer lab::batch(std::string of) {
    if (own == nullptr)
        own = log_in("operator");
    return {own->execute(sql::batch{std::move(of)})};
}

job_spec simple_job(std::string name, milliseconds duration, run_end ends) {
    step_spec step;
    step.duration = duration;
    step.ends = ends;
    job_spec job;
    job.name = std::move(name);
    job.steps.push_back(std::move(step));
    return job;
}

instance_spec one_job() {
    instance_spec spec;
    spec.name = "ETL01";
    spec.jobs.push_back(simple_job("load"));
    return spec;
}

} // namespace ssislb::sim::test
