#include "agent/inspection_rows.hpp"

#include "agent/row_reader.hpp"

#include <ssislb/base/sql_server_error.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace ssislb {
namespace detail {
namespace {

std::string in_lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return lower;
}

/// `SQL Server Agent (MSSQLSERVER)`, `SQL Server-Agent (...)`, `Agent SQL Server (...)`: the words
/// follow the server's language, and the instance in brackets can be called anything.
bool is_agent(std::string_view service) {
    return in_lower_case(service.substr(0, service.find('('))).find("agent") != std::string::npos;
}

agent_service_state state_of(std::int32_t status) {
    switch (status) {
    case 1:
        return agent_service_state::stopped;
    case 2:
    case 5:
        return agent_service_state::starting;
    case 3:
        return agent_service_state::stopping;
    case 4:
        return agent_service_state::running;
    case 6:
    case 7:
        return agent_service_state::paused;
    default:
        return agent_service_state::not_visible;
    }
}

} // namespace

std::optional<login_rights> read_rights(tds::result const& answer) {
    auto const* set = set_with(answer, "operator_role");
    if (set == nullptr || set->empty())
        return std::nullopt;
    row_reader const row(*set, 0);
    login_rights rights;
    rights.login = row.text("login_name");
    rights.sysadmin = row.number_or("sysadmin", 0) != 0;
    rights.operator_role = row.number_or("operator_role", 0) != 0;
    rights.reader_role = row.number_or("reader_role", 0) != 0;
    rights.user_role = row.number_or("user_role", 0) != 0;
    return rights;
}

agent_service_state read_agent_service(tds::result const& answer) {
    auto const* set = set_with(answer, "servicename");
    for (std::size_t i = 0; set != nullptr && i < set->size(); ++i)
        if (row_reader const row(*set, i); is_agent(row.text("servicename")))
            return state_of(row.number_or("status", 0));
    return agent_service_state::not_visible;
}

std::vector<job_step> read_job_steps(tds::result const& answer) {
    std::vector<job_step> steps;
    auto const* set = set_with(answer, "subsystem");
    for (std::size_t i = 0; set != nullptr && i < set->size(); ++i) {
        row_reader const row(*set, i);
        steps.push_back({row.number_or("step_id", 0), row.text("step_name"), row.text("subsystem"),
                         row.text("command"), row.number("proxy_id")});
    }
    return steps;
}

bool is_hidden(error_code error) noexcept {
    // No object, no EXECUTE or SELECT, no permission for the action, no VIEW SERVER STATE.
    static constexpr std::array<std::int32_t, 4> hiding{208, 229, 297, 300};
    return error.category() == sql_server_category() &&
           std::ranges::find(hiding, error.value()) != hiding.end();
}

} // namespace detail

bool job_step::runs_package() const noexcept {
    auto const is = [this](std::string_view word) {
        return std::ranges::equal(subsystem, word, [](char a, char b) {
            return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b);
        });
    };
    return is("ssis") || is("dts");
}

} // namespace ssislb
