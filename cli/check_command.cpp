#include "check_command.hpp"

#include "check_report.hpp"
#include "output.hpp"
#include "plan_file.hpp"
#include "plan_servers.hpp"
#include "precautions.hpp"
#include "server_check.hpp"

#include <ssislb/base/local_time.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::cli {
namespace {

void add_warnings(std::vector<std::string> const& texts, std::vector<server_findings>& to) {
    for (auto const& text : texts)
        to.back().findings.push_back({severity::warning, std::nullopt, text});
}

void add_past_deadline(parent_package const& package, std::vector<server_findings>& to) {
    auto const now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
    if (package.finish_by && instant_of(*package.finish_by, now, zone_of_machine(now)) <= now)
        to.back().findings.push_back(
            {severity::problem, std::nullopt,
             "finish_by = \"" + to_string(*package.finish_by) +
                 "\" has passed; give a later one, or a time of day alone"});
}

exit_code carry_out(parent_package const& package, std::vector<std::string> const& warnings,
                    password_source const& password, check_arguments const& arguments) {
    auto const precautions = take_precautions(
        needs_of(package, arguments.simulate && arguments.simulate->fleet.empty()));
    boost::asio::io_context io(1);
    auto const runtime = tds::runtime::instance();
    std::vector<server_findings> findings(package.servers.size());
    for (std::uint32_t i = 0; i < package.servers.size(); ++i) {
        boost::asio::co_spawn(
            io, check_server({io.get_executor(), runtime, package, password}, server_id{i}),
            [&to = findings[i]](std::exception_ptr failure, server_findings found) {
                if (failure)
                    std::rethrow_exception(failure);
                to = std::move(found);
            });
    }
    io.run();
    add_homeless_tasks(package, findings);
    add_past_deadline(package, findings);
    // For people they stand on standard error already.
    if (arguments.json)
        add_warnings(warnings, findings);
    add_warnings(precautions, findings);
    output to;
    to.write(arguments.json ? to_json_lines(package, findings) : to_text(package, findings));
    return has_problem(findings) || to.failed() ? exit_code::failed : exit_code::succeeded;
}

} // namespace

exit_code check(check_arguments const& arguments) {
    auto loaded = open_plan(arguments.plan);
    if (auto const* answer = std::get_if<exit_code>(&loaded); answer != nullptr)
        return *answer;
    auto& [package, warnings, text] = std::get<opened_plan>(loaded);
    auto found = servers_of(std::move(package), arguments.simulate);
    if (auto const* answer = std::get_if<exit_code>(&found); answer != nullptr)
        return *answer;
    auto const& servers = std::get<plan_servers>(found);
    return carry_out(servers.package, warnings, servers.password, arguments);
}

} // namespace ssislb::cli
