// A forecast as JSON Lines.
#include <ssislb/report/forecast_report.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>

namespace ssislb {
namespace {

namespace json = boost::json;

double seconds(estimated_duration length) {
    return std::chrono::duration<double>(length).count();
}

class forecast_lines {
public:
    forecast_lines(parent_package const& package, forecast_report const& report)
        : package_(package)
        , report_(report)
        , what_(report.expected) {}

    std::string write() {
        for (auto const& each : report_.warnings)
            put({{"event", "warning"}, {"message", each}});
        for (std::uint32_t i = 0; i < what_.tasks.size(); ++i)
            write_task(task_id{i});
        for (std::uint32_t i = 0; i < what_.servers.size(); ++i)
            write_server(server_id{i});
        for (auto const& each : what_.critical_path)
            write_step(each);
        for (auto const& each : report_.capacity.options)
            put(describe(each, "capacity_option"));
        if (report_.spread)
            write_spread(*report_.spread);
        write_end();
        return std::move(text_);
    }

private:
    void put(json::object const& line) { text_ += json::serialize(line) + '\n'; }

    [[nodiscard]] json::object of_task(std::string_view event, task_id id) const {
        return {{"event", event}, {"task", package_[id].name}, {"job", package_[id].job}};
    }

    void write_task(task_id id) {
        auto line = of_task("task_forecast", id);
        auto const& when = what_.tasks[index(id)];
        line["runs"] = when.has_value();
        if (when) {
            line["server"] = package_[when->server].name;
            line["slot"] = when->slot + 1;
            line["start"] = seconds(when->begin);
            line["end"] = seconds(when->end);
            line["latest_start"] = seconds(when->latest_begin);
            line["slack"] = seconds(when->slack());
            line["critical"] = when->critical;
            if (index(id) < report_.sources.size())
                line["estimated_from"] = to_string(report_.sources[index(id)]);
        } else {
            line["reason"] = package_[id].enabled ? "precedence" : "disabled";
        }
        put(line);
    }

    void write_server(server_id id) {
        auto const& load = what_.servers[index(id)];
        json::object line{{"event", "server_forecast"},
                          {"server", package_[id].name},
                          {"speed", package_[id].speed},
                          {"slots", package_[id].max_jobs},
                          {"tasks", load.tasks},
                          {"busy", seconds(load.busy)},
                          {"use", load.use}};
        if (!report_.speeds.empty())
            line["learned_speed"] = report_.speeds[index(id)];
        put(line);
    }

    void write_step(critical_step const& step) {
        auto const& when = *what_.tasks[index(step.task)];
        auto line = of_task("critical_step", step.task);
        line["server"] = package_[when.server].name;
        line["start"] = seconds(when.begin);
        line["length"] = seconds(when.end - when.begin);
        line["gap"] = seconds(step.gap);
        line["waited_for"] = to_string(step.waited_for);
        put(line);
    }

    [[nodiscard]] json::object describe(capacity_option const& one, std::string_view event) const {
        return {{"event", event},
                {"change", to_string(one.change)},
                {"server", package_[one.server].name},
                {"makespan", seconds(one.makespan)},
                {"saves", seconds(what_.makespan - one.makespan)}};
    }

    void write_spread(makespan_spread const& spread) {
        put({{"event", "makespan_spread"},
             {"noise", report_.noise},
             {"seeds", spread.makespans.size()},
             {"mean", seconds(spread.mean())},
             {"p10", seconds(spread.quantile(0.1))},
             {"p50", seconds(spread.quantile(0.5))},
             {"p90", seconds(spread.quantile(0.9))},
             {"worst", seconds(spread.makespans.back())}});
    }

    void write_end() {
        json::object line{{"event", "forecast"},
                          {"package", package_.name},
                          {"makespan", seconds(what_.makespan)},
                          {"lower_bound", seconds(what_.bound.length)},
                          {"bound", to_string(what_.bound.binds)},
                          {"ratio", what_.ratio()},
                          {"tasks", what_.tasks.size()},
                          {"servers", what_.servers.size()}};
        line["tasks_run"] =
            std::ranges::count_if(what_.tasks, [](auto const& one) { return one.has_value(); });
        json::object from;
        for (auto const each :
             {estimate_source::history, estimate_source::expected, estimate_source::guess})
            from[to_string(each)] = report_.count(each);
        line["estimated_from"] = std::move(from);
        line["changes"] = json::array(report_.changes.begin(), report_.changes.end());
        if (report_.begin) {
            line["begins"] = to_rfc3339(*report_.begin);
            line["ends"] = to_rfc3339(*report_.begin + what_.makespan);
            if (report_.finish_by) {
                line["finish_by"] = to_rfc3339(*report_.finish_by);
                line["in_time"] = *report_.begin + what_.makespan <= *report_.finish_by;
            }
        }
        auto const& advice = report_.capacity;
        line["path_binds"] = advice.path_binds;
        line["servers_not_tried"] = advice.left_out;
        if (!advice.options.empty() && advice.options.front().makespan < what_.makespan) {
            auto best = describe(advice.options.front(), "");
            best.erase("event");
            line["add_next"] = std::move(best);
        }
        put(line);
    }

    parent_package const& package_;
    forecast_report const& report_;
    forecast const& what_;
    std::string text_;
};

} // namespace

std::string to_json_lines(parent_package const& package, forecast_report const& report) {
    return forecast_lines(package, report).write();
}

} // namespace ssislb
