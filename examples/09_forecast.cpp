// What a run will look like, what noise makes of it, and what one more server would.
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/capacity_advice.hpp>
#include <ssislb/scheduler/forecast.hpp>
#include <ssislb/scheduler/makespan_spread.hpp>
#include <ssislb/scheduler/what_if.hpp>

#include <iostream>

using namespace std::chrono_literals;
using ssislb::format_duration;

int main() {
    ssislb::parent_package package{.name = "night"};
    package.servers = {{.name = "etl01", .max_jobs = 1}, {.name = "etl02", .max_jobs = 1}};
    package.tasks = {{.name = "orders", .job = "ETL - Orders", .expected = 30min},
                     {.name = "customers", .job = "ETL - Customers", .expected = 20min},
                     {.name = "stock", .job = "ETL - Stock", .expected = 25min},
                     {.name = "shipments", .job = "ETL - Shipments", .expected = 15min},
                     {.name = "mart",
                      .job = "ETL - Mart",
                      .after = {{"orders"}, {"customers"}},
                      .expected = 10min}};

    // No server is asked: it is the scheduler of runs, in virtual time.
    ssislb::duration_estimates const estimates(package);
    auto const now = ssislb::make_forecast(package, estimates);
    std::cout << "as it is: " << format_duration(now.makespan) << ", " << now.ratio()
              << " times what no schedule can beat\n";
    for (auto const& step : now.critical_path)
        std::cout << "  " << package[step.task].name << " waited for " << to_string(step.waited_for)
                  << '\n';

    auto const spread = ssislb::spread_of(package, estimates, 0.3, 100);
    std::cout << "in 9 of 10 nights at most " << format_duration(spread.quantile(0.9)) << '\n';

    auto const changed = ssislb::change_fleet(package, {.with = {{"etl03", 1.5, 4}}});
    auto const more =
        ssislb::make_forecast(changed.package, ssislb::estimates_for(changed, package, estimates));
    std::cout << "with etl03: " << format_duration(more.makespan) << '\n';

    auto const advice = ssislb::advise_capacity(package, estimates, now);
    if (!advice.options.empty())
        std::cout << "add next: a " << to_string(advice.options.front().change) << " of "
                  << package[advice.options.front().server].name << '\n';
}
