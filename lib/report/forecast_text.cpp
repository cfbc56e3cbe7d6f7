// A forecast as tables for people.
#include "report/forecast_time.hpp"
#include "report/gantt_chart.hpp"
#include "report/text_table.hpp"

#include <ssislb/report/forecast_report.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

namespace ssislb {
namespace {

using detail::text_table;

constexpr std::size_t most_options = 10;

class forecast_writer {
public:
    forecast_writer(parent_package const& package, forecast_report const& report)
        : package_(package)
        , report_(report)
        , what_(report.expected) {}

    std::string write(int width) {
        write_tasks();
        write_servers();
        if (!what_.critical_path.empty()) {
            write_critical_path();
            text_ += "slots, # on the critical path, + several tasks:\n";
            text_ += detail::gantt_chart(package_, what_, width) + '\n';
            write_capacity();
        }
        write_totals();
        return std::move(text_);
    }

private:
    [[nodiscard]] std::string show(milliseconds length) const {
        return detail::show_time(length, what_.makespan);
    }

    void write_tasks() {
        text_table table({"task", "server", "start", "end", "latest start", "slack"});
        for (std::size_t i = 0; i < what_.tasks.size(); ++i) {
            auto const& one = package_.tasks[i];
            if (auto const& when = what_.tasks[i])
                table.add({one.name, package_[when->server].name, '+' + show(when->begin),
                           '+' + show(when->end), '+' + show(when->latest_begin),
                           show(when->slack())});
            else
                table.add({one.name, one.enabled ? "not run: it follows a failure or a skipped task"
                                                 : "not run: disabled"});
        }
        table.write(text_);
        text_ += '\n';
    }

    void write_servers() {
        text_table table({"server", "speed", "slots", "tasks", "busy", "slot time used"});
        for (std::size_t i = 0; i < what_.servers.size(); ++i) {
            auto const& of = package_.servers[i];
            auto const& load = what_.servers[i];
            table.add({of.name, fmt::format("{:g}", of.speed), std::to_string(of.max_jobs),
                       std::to_string(load.tasks), show(load.busy),
                       fmt::format("{:.0f} %", 100 * load.use)});
        }
        table.write(text_);
        text_ += '\n';
    }

    void write_critical_path() {
        text_table table({"critical path", "server", "start", "length", "waited for"});
        critical_step const* before = nullptr;
        for (auto const& step : what_.critical_path) {
            auto const& when = *what_.tasks[index(step.task)];
            table.add({package_[step.task].name, package_[when.server].name, '+' + show(when.begin),
                       show(when.end - when.begin),
                       cause(step, before, package_[when.server].name)});
            before = &step;
        }
        table.write(text_);
        text_ += '\n';
    }

    [[nodiscard]] std::string cause(critical_step const& step, critical_step const* before,
                                    std::string const& server) const {
        auto const name = before != nullptr ? package_[before->task].name : std::string();
        switch (step.waited_for) {
        case wait_reason::nothing:
            return "-";
        case wait_reason::predecessor:
            return fmt::format("\"{}\" to end", name);
        case wait_reason::slot:
            return fmt::format("a slot of {}, which \"{}\" had", server, name);
        case wait_reason::run_limit:
            return fmt::format("max_concurrent_executables: \"{}\" to end", name);
        case wait_reason::placement:
            return "a better slot, or its job to be free";
        }
        return {};
    }

    [[nodiscard]] std::string name_of(capacity_option const& one) const {
        return fmt::format("{} {}",
                           one.change == capacity_change::slot ? "one more slot on"
                                                               : "one more server like",
                           package_[one.server].name);
    }

    void write_capacity() {
        auto const& advice = report_.capacity;
        if (advice.path_binds) {
            text_ += "add next: nothing helps. The critical path binds: no server like these "
                     "makes it shorter, only a quicker one or shorter tasks on it.\n\n";
            return;
        }
        text_table table({"add next", "makespan", "saves"});
        for (auto const& one : advice.options) {
            if (&one - advice.options.data() == static_cast<std::ptrdiff_t>(most_options))
                break;
            auto const saved = what_.makespan - one.makespan;
            table.add(
                {name_of(one), show(one.makespan), saved.count() > 0 ? show(saved) : "nothing"});
        }
        table.write(text_);
        write_best();
        text_ += '\n';
    }

    void write_best() {
        auto const& advice = report_.capacity;
        if (!advice.options.empty() && advice.options.front().makespan < what_.makespan)
            fmt::format_to(std::back_inserter(text_), "best: {}\n",
                           name_of(advice.options.front()));
        else
            text_ += "best: none; no server that was tried makes the run shorter\n";
        if (advice.left_out > 0)
            fmt::format_to(std::back_inserter(text_),
                           "the plan is large: {} servers with less use were not tried\n",
                           advice.left_out);
    }

    void write_totals() {
        if (auto const& spread = report_.spread)
            fmt::format_to(std::back_inserter(text_),
                           "with noise {:g}, {} seeds: mean {}, p10 {}, p50 {}, p90 {}, worst {}\n",
                           report_.noise, spread->makespans.size(), show(spread->mean()),
                           show(spread->quantile(0.1)), show(spread->quantile(0.5)),
                           show(spread->quantile(0.9)), show(spread->makespans.back()));
        auto const bound = std::chrono::floor<milliseconds>(what_.bound.length);
        fmt::format_to(std::back_inserter(text_),
                       "makespan {}; lower bound {} ({}); ratio {:.3f}\n", show(what_.makespan),
                       show(bound), to_string(what_.bound.binds), what_.ratio());
    }

    parent_package const& package_;
    forecast_report const& report_;
    forecast const& what_;
    std::string text_;
};

} // namespace

std::string to_text(parent_package const& package, forecast_report const& report, int width) {
    return forecast_writer(package, report).write(width);
}

} // namespace ssislb
