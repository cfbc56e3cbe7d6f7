// A forecast as text and as JSON Lines.
#include "support/catch.hpp"

#include <ssislb/report/forecast_report.hpp>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <map>
#include <sstream>

using namespace ssislb;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

constexpr timestamp noon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 12h};

parent_package night(std::size_t tasks, std::size_t servers, std::uint32_t slots) {
    parent_package made{.name = "night"};
    for (std::size_t i = 0; i < servers; ++i)
        made.servers.push_back({.name = "etl" + std::to_string(i), .max_jobs = slots});
    for (std::size_t i = 0; i < tasks; ++i) {
        auto const name = "task " + std::to_string(i);
        made.tasks.push_back({.name = name, .job = name, .expected = 10min});
    }
    return made;
}

forecast_report report_of(parent_package const& package) {
    auto informed = inform_estimates(package);
    forecast_report made;
    made.expected = make_forecast(package, informed.values);
    made.capacity = advise_capacity(package, informed.values, made.expected);
    made.sources = std::move(informed.sources);
    return made;
}

std::string text_of(parent_package const& package, forecast_text_options options = {}) {
    return to_text(package, report_of(package), options);
}

std::vector<std::string> lines_of(std::string const& text) {
    std::istringstream from(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(from, line);)
        lines.push_back(line);
    return lines;
}

/// Between its legend and its axis.
std::vector<std::string> chart_in(std::string const& text) {
    std::vector<std::string> chart;
    bool inside = false;
    for (auto const& line : lines_of(text)) {
        if (inside && line.find_first_not_of(' ') == line.find("0s"))
            break;
        if (inside)
            chart.push_back(line);
        inside |= line.starts_with("slots");
    }
    return chart;
}

/// Clock times are local ones.
class zone {
public:
    explicit zone(char const* name) { set(name); }
    ~zone() { set("UTC"); }
    zone(zone const&) = delete;
    zone& operator=(zone const&) = delete;

private:
    static void set(char const* name) {
        ::setenv("TZ", name, 1);
        ::tzset();
    }
};

} // namespace

TEST_CASE("a chart draws each slot's tasks to scale", "[report][forecast]") {
    auto package = night(3, 1, 2);
    package.tasks[1].expected = 20min;
    auto const chart = chart_in(text_of(package, {.width = 26}));
    REQUIRE(chart.size() == 2);
    // Two of ten minutes in a row beside one of twenty.
    for (auto const& row : chart)
        CHECK(row.size() == 27);
    CHECK(std::ranges::count_if(
              chart, [](auto const& row) { return row.find("][") != std::string::npos; }) == 1);
}

TEST_CASE("names in a chart stay whole letters", "[report][forecast]") {
    auto package = night(1, 1, 1);
    package.tasks[0].name = "Größenklassen";
    auto const chart = chart_in(text_of(package, {.width = 40}));
    REQUIRE(chart.size() == 1);
    CHECK_THAT(chart[0], Contains("[Größenklassen#"));
    auto const narrow = chart_in(text_of(package, {.width = 10}));
    CHECK_THAT(narrow[0], Contains("[Größenklassen"));
}

TEST_CASE("many slots are told by server, in tenths of its slots", "[report][forecast]") {
    // Forty slots, thirty tasks of the same length.
    auto const chart = chart_in(text_of(night(30, 2, 20), {.width = 30}));
    REQUIRE(chart.size() == 2);
    CHECK(chart[0] == "etl0 8888888888888888888888888");
    CHECK(chart[1] == "etl1 8888888888888888888888888");
}

TEST_CASE("a chart has forty lines at most, and says what is missing", "[report][forecast]") {
    auto const text = text_of(night(100, 50, 2), {.width = 80});
    auto const chart = chart_in(text);
    CHECK(chart.size() == 37);
    CHECK_THAT(text, Contains("13 more servers, with less use, are not drawn\n"));
}

TEST_CASE("long names of servers leave half of the chart to the bars", "[report][forecast]") {
    auto package = night(1, 1, 1);
    package.servers[0].name = std::string(70, 'n');
    auto const chart = chart_in(text_of(package, {.width = 60}));
    REQUIRE(chart.size() == 1);
    CHECK(chart[0].size() == 60);
    CHECK_THAT(chart[0], Contains("n~ ["));
}

TEST_CASE("a task that does not run says why", "[report][forecast]") {
    auto package = night(3, 1, 1);
    package.tasks[1].enabled = false;
    package.tasks[2].after = {{"task 0", constraint_kind::failure}};
    auto const text = text_of(package);
    CHECK_THAT(text, Contains("task 1  not run: disabled"));
    CHECK_THAT(text, Contains("task 2  not run: it follows a failure or a skipped task"));
    CHECK_THAT(text, Contains("3 tasks, 1 of them run, on 1 server with 1 slot\n"));
    auto const json = to_json_lines(package, report_of(package));
    CHECK_THAT(json,
               Contains(R"("task":"task 1","job":"task 1","runs":false,"reason":"disabled")"));
    CHECK_THAT(json,
               Contains(R"("task":"task 2","job":"task 2","runs":false,"reason":"precedence")"));
}

TEST_CASE("a package of which nothing runs has a forecast of no length", "[report][forecast]") {
    auto package = night(1, 1, 1);
    package.tasks[0].enabled = false;
    auto const text = text_of(package);
    CHECK_THAT(text, Contains("makespan 0s"));
    CHECK_THAT(text, !Contains("critical path  server"));
}

TEST_CASE("of many tasks the longest steps of the path are told, in their order",
          "[report][forecast]") {
    auto package = night(61, 1, 1);
    for (std::size_t i = 1; i < package.tasks.size(); ++i) {
        package.tasks[i].after = {{package.tasks[i - 1].name}};
        package.tasks[i].expected = std::chrono::minutes(i);
    }
    auto const brief = text_of(package);
    CHECK_THAT(brief, !Contains("latest start"));
    CHECK_THAT(brief, Contains("\ntask 36 ") && Contains("\ntask 60 ") && !Contains("\ntask 35 "));
    CHECK_THAT(brief, Contains("and 36 shorter tasks between these, 10h40m in all\n"));
    auto const all = text_of(package, {.all_tasks = true});
    CHECK_THAT(all, Contains("latest start") && Contains("\ntask 1 ") &&
                        !Contains("shorter tasks between"));
}

TEST_CASE("equally long steps are not all left out", "[report][forecast]") {
    auto package = night(61, 1, 1);
    CHECK_THAT(text_of(package), Contains("and 36 shorter tasks between these, 6h in all\n"));
}

TEST_CASE("the totals tell what the durations rest on", "[report][forecast]") {
    auto package = night(3, 1, 1);
    package.tasks[2].expected.reset();
    auto report = report_of(package);
    report.sources[1] = estimate_source::history;
    CHECK(report.count(estimate_source::guess) == 1);
    CHECK_THAT(to_text(package, report, {}),
               Contains("durations: 1 from history, 1 from `expected`, 1 guessed (the median of "
                        "what is known)\n"));
    CHECK_THAT(to_json_lines(package, report),
               Contains(R"("estimated_from":{"history":1,"expected":1,"guess":1})"));
    for (auto& one : package.tasks)
        one.expected.reset();
    CHECK_THAT(text_of(package), Contains("durations are guessed: nothing tells"));
}

TEST_CASE("the end is told as a local clock time, with its day if that is another",
          "[report][forecast]") {
    zone const berlin("CET-1");
    auto const package = night(3, 1, 1);
    auto report = report_of(package);
    CHECK_THAT(to_text(package, report, {}), Contains("makespan 30m\n"));
    report.begin = noon;
    CHECK_THAT(to_text(package, report, {}),
               Contains("makespan 30m; begun at 13:00, the run ends at 13:30\n"));
    report.begin = noon + 10h + 45min;
    CHECK_THAT(to_text(package, report, {}),
               Contains("begun at 23:45, the run ends at Wed 25 Nov 00:15\n"));
    CHECK_THAT(
        to_json_lines(package, report),
        Contains(R"("begins":"2026-11-24T22:45:00.000Z","ends":"2026-11-24T23:15:00.000Z")"));
}

TEST_CASE("a spread and the changes of the fleet are told where there are any",
          "[report][forecast]") {
    auto const package = night(3, 1, 1);
    auto report = report_of(package);
    CHECK_THAT(to_text(package, report, {}), !Contains("noise") && !Contains("what if"));
    report.noise = 0.3;
    report.spread = makespan_spread{{25min, 30min, 40min}};
    report.changes = {"etl9 added, speed 1, 2 slots", "etl8 taken away"};
    report.warnings = {"no history of etl0"};
    auto const text = to_text(package, report, {});
    CHECK_THAT(text, Contains("with noise 0.3, 3 seeds: mean 31m40s, p10 25m, p50 30m, p90 40m, "
                              "worst 40m\n"));
    CHECK_THAT(text, Contains("what if: etl9 added, speed 1, 2 slots; etl8 taken away\n"));
    CHECK_THAT(text, !Contains("no history"));
    auto const json = to_json_lines(package, report);
    CHECK_THAT(json, Contains(R"("event":"makespan_spread","noise":3E-1,"seeds":3,"mean":1.9E3)"));
    CHECK_THAT(json, Contains(R"({"event":"warning","message":"no history of etl0"})"));
    CHECK_THAT(json, Contains(R"("changes":["etl9 added, speed 1, 2 slots","etl8 taken away"])"));
}

TEST_CASE("a learned speed stands beside the plan's", "[report][forecast]") {
    auto const package = night(2, 2, 1);
    auto report = report_of(package);
    CHECK_THAT(to_json_lines(package, report), !Contains("learned_speed"));
    report.speeds = {0.714, 1.0};
    CHECK_THAT(to_text(package, report, {}),
               Contains("\netl0    1, seen 0.71  1") && Contains("\netl1    1             1"));
    CHECK_THAT(to_json_lines(package, report), Contains(R"("learned_speed":7.14E-1)"));
}

TEST_CASE("what to add next is told by what it saves", "[report][forecast]") {
    auto const text = text_of(night(6, 2, 1));
    CHECK_THAT(text, Contains("add next                   makespan  saves\n"));
    CHECK_THAT(text, Contains("one more slot on etl0      20m       10m\n"));
    auto package = night(2, 1, 2);
    package.tasks[1].after = {{"task 0"}};
    CHECK_THAT(text_of(package),
               Contains("add next: nothing. The run is as short as its critical"));
    auto const json = to_json_lines(package, report_of(package));
    CHECK_THAT(json, Contains(R"("path_binds":true)") && !Contains("add_next"));
}

TEST_CASE("each bound is explained", "[report][forecast]") {
    auto const package = night(4, 2, 1);
    auto report = report_of(package);
    for (auto const& [which, words] : std::map<bound_kind, std::string>{
             {bound_kind::critical_path, "the critical path binds: the longest chain"},
             {bound_kind::area, "the area binds: the work of all tasks"},
             {bound_kind::longest_tasks, "the longest tasks bind"},
             {bound_kind::head_area_tail, "a group of tasks binds"}}) {
        report.expected.bound.binds = which;
        CHECK_THAT(to_text(package, report, {}), Contains(words));
    }
}
