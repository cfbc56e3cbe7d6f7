#include "forecast_command.hpp"

#include "fleet_question.hpp"
#include "output.hpp"
#include "password_prompt.hpp"
#include "plan_file.hpp"
#include "precautions.hpp"
#include "server_histories.hpp"

#include <ssislb/base/local_time.hpp>
#include <ssislb/report/forecast_report.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ssislb::cli {
namespace {

constexpr double usual_noise = 0.3;
constexpr std::uint32_t usual_seeds = 20;

exit_code refuse(wrong_question const& why) {
    std::fprintf(stderr, "%s\n", why.sentence.c_str());
    return exit_code::usage;
}

/// COLUMNS, which also says how wide a file is meant to be; else the terminal's width.
int chart_width() {
    char const* given = std::getenv("COLUMNS");
    auto const columns = given == nullptr ? 0 : std::strtol(given, nullptr, 10);
    return columns > 0 && columns <= 10'000 ? static_cast<int>(columns) : output::width();
}

/// Adds its warnings to those of the plan, and tells them.
informed_estimates estimate(parent_package const& package, forecast_arguments const& arguments,
                            std::vector<std::string>& warnings) {
    print_warnings(warnings);
    if (!arguments.history)
        return inform_estimates(package);
    auto told = take_precautions(needs_of(package, false));
    auto histories = read_histories(package, password_or_prompt);
    told.insert(told.end(), histories.warnings.begin(), histories.warnings.end());
    print_warnings(told);
    warnings.insert(warnings.end(), told.begin(), told.end());
    return inform_estimates(package, histories.read);
}

std::vector<double> speeds_in(parent_package const& package, duration_estimates const& estimates) {
    std::vector<double> speeds;
    speeds.reserve(package.servers.size());
    for (std::uint32_t i = 0; i < package.servers.size(); ++i)
        speeds.push_back(estimates.speed(server_id{i}));
    return speeds;
}

forecast_report look_ahead(parent_package const& package, duration_estimates const& estimates,
                           forecast_arguments const& arguments) {
    forecast_report report;
    auto const now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
    auto const zone = zone_of_machine(now);
    auto const start = parse_deadline(arguments.start);
    play_options const how{start ? instant_of(*start, now, zone) : now, zone};
    report.begin = how.start;
    if (package.finish_by)
        report.finish_by = instant_of(*package.finish_by, how.start, zone);
    report.expected = make_forecast(package, estimates, how);
    report.capacity = advise_capacity(package, estimates, report.expected);
    if (arguments.noise || arguments.seeds) {
        report.noise = arguments.noise.value_or(usual_noise);
        report.spread =
            spread_of(package, estimates, report.noise, arguments.seeds.value_or(usual_seeds), how);
    }
    return report;
}

} // namespace

exit_code show_forecast(forecast_arguments const& arguments) {
    auto const change = read_fleet_change(arguments.with, arguments.without);
    if (auto const* wrong = std::get_if<wrong_question>(&change); wrong != nullptr)
        return refuse(*wrong);
    auto loaded = open_plan(arguments.plan, plan_warnings::left_to_caller);
    if (auto const* answer = std::get_if<exit_code>(&loaded); answer != nullptr)
        return *answer;
    auto& [package, warnings, text] = std::get<opened_plan>(loaded);
    if (arguments.policy)
        package.policy = *arguments.policy;
    auto asked = ask_for_fleet(package, std::get<fleet_change>(change));
    if (auto const* wrong = std::get_if<wrong_question>(&asked); wrong != nullptr)
        return refuse(*wrong);
    auto& [fleet, changes] = std::get<asked_fleet>(asked);
    auto informed = estimate(package, arguments, warnings);
    auto const estimates = estimates_for(fleet, package, informed.values);
    auto report = look_ahead(fleet.package, estimates, arguments);
    if (arguments.history)
        report.speeds = speeds_in(fleet.package, estimates);
    report.sources = std::move(informed.sources);
    report.changes = std::move(changes);
    report.warnings = std::move(warnings);
    output to;
    to.write(arguments.json ? to_json_lines(fleet.package, report)
                            : to_text(fleet.package, report, {chart_width(), arguments.all_tasks}));
    return to.failed() ? exit_code::failed : exit_code::succeeded;
}

} // namespace ssislb::cli
