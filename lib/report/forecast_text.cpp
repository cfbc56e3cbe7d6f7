// A forecast as tables for people.
#include "report/forecast_time.hpp"
#include "report/gantt_chart.hpp"
#include "report/text_table.hpp"

#include <ssislb/report/forecast_report.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <iterator>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

namespace ssislb {
namespace {

using detail::text_table;

/// Of each kind.
constexpr std::size_t most_options = 3;
constexpr std::size_t most_tasks = 60;
constexpr std::size_t most_steps = 40;
/// Of a longer path.
constexpr std::size_t steps_of_long_path = 25;

std::string_view explained(bound_kind which) {
    switch (which) {
    case bound_kind::critical_path:
        return "the critical path binds: the longest chain of tasks, each on its quickest server";
    case bound_kind::area:
        return "the area binds: the work of all tasks, spread over all slots";
    case bound_kind::longest_tasks:
        return "the longest tasks bind: each of them on a quickest slot of its own";
    case bound_kind::head_area_tail:
        return "a group of tasks binds: what must come before them, their work on all slots, what "
               "must come after";
    case bound_kind::shared_limit:
        return "a mutex or the limit of a tag binds: its tasks one after the other, or as many "
               "at a time as may run";
    }
    return "";
}

std::string counted(std::size_t number, std::string_view what) {
    return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

class forecast_writer {
public:
    forecast_writer(parent_package const& package, forecast_report const& report,
                    forecast_text_options options)
        : package_(package)
        , report_(report)
        , what_(report.expected)
        , options_(options) {}

    std::string write() {
        write_tasks();
        write_servers();
        if (!what_.critical_path.empty()) {
            write_critical_path();
            text_ += detail::gantt_chart(package_, what_, options_.width) + '\n';
            write_capacity();
        }
        write_totals();
        return std::move(text_);
    }

private:
    template <class... Args>
    void say(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Args>(args)...);
    }

    [[nodiscard]] std::string show(milliseconds length) const {
        return detail::show_time(length, what_.makespan);
    }

    void write_tasks() {
        if (!options_.all_tasks && what_.tasks.size() > most_tasks)
            return;
        text_table table({"task", "server", "start", "end", "latest start", "slack"});
        for (std::size_t i = 0; i < what_.tasks.size(); ++i) {
            auto const& one = package_.tasks[i];
            if (auto const& when = what_.tasks[i])
                table.add({one.name, package_[when->server].name, '+' + show(when->begin),
                           '+' + show(when->end), '+' + show(when->latest_begin),
                           when->critical ? "critical" : show(when->slack())});
            else
                table.add({one.name, one.enabled ? "not run: it follows a failure or a skipped task"
                                                 : "not run: disabled"});
        }
        table.write(text_);
        text_ += '\n';
    }

    [[nodiscard]] std::string speed_of(std::size_t server) const {
        auto const planned = fmt::format("{:g}", package_.servers[server].speed);
        if (report_.speeds.empty())
            return planned;
        auto const learned = fmt::format("{:.2g}", report_.speeds[server]);
        return planned == learned ? planned : fmt::format("{}, seen {}", planned, learned);
    }

    void write_servers() {
        text_table table({"server", "speed", "slots", "tasks", "busy", "slot time used"});
        for (std::size_t i = 0; i < what_.servers.size(); ++i) {
            auto const& of = package_.servers[i];
            auto const& load = what_.servers[i];
            table.add({of.name, speed_of(i), std::to_string(of.max_jobs),
                       std::to_string(load.tasks), show(load.busy),
                       fmt::format("{:.0f} %", 100 * load.use)});
        }
        table.write(text_);
        text_ += '\n';
    }

    [[nodiscard]] milliseconds length_of(critical_step const& step) const {
        auto const& when = *what_.tasks[index(step.task)];
        return when.end - when.begin;
    }

    /// By step, whether it is told: of a long path the longest ones are.
    [[nodiscard]] std::vector<bool> told_steps() const {
        auto const& path = what_.critical_path;
        if (options_.all_tasks || path.size() <= most_steps)
            return std::vector<bool>(path.size(), true);
        std::vector<std::size_t> longest(path.size());
        std::iota(longest.begin(), longest.end(), 0U);
        std::ranges::stable_sort(longest, std::greater<>(),
                                 [&](std::size_t i) { return length_of(path[i]); });
        std::vector<bool> told(path.size());
        for (std::size_t i = 0; i < steps_of_long_path; ++i)
            told[longest[i]] = true;
        return told;
    }

    void write_critical_path() {
        auto const told = told_steps();
        text_table table({"critical path", "server", "start", "length", "waited for"});
        critical_step const* before = nullptr;
        milliseconds length_left_out{0};
        for (std::size_t i = 0; i < told.size(); ++i) {
            auto const& step = what_.critical_path[i];
            auto const& when = *what_.tasks[index(step.task)];
            if (told[i])
                table.add({package_[step.task].name, package_[when.server].name,
                           '+' + show(when.begin), show(length_of(step)),
                           cause(step, before, package_[when.server].name)});
            else
                length_left_out += length_of(step);
            before = &step;
        }
        table.write(text_);
        if (auto const left_out = told.size() - table.size(); left_out > 0)
            say("and {} between these, {} in all\n", counted(left_out, "shorter task"),
                show(length_left_out));
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
            return "a better slot, its job, a mutex, a tag or a window";
        }
        return {};
    }

    [[nodiscard]] std::string name_of(capacity_option const& one) const {
        return fmt::format("{} {}",
                           one.change == capacity_change::slot ? "one more slot on"
                                                               : "one more server like",
                           package_[one.server].name);
    }

    [[nodiscard]] bool helps(capacity_option const& one) const {
        return one.makespan < what_.makespan;
    }

    void write_capacity() {
        auto const& advice = report_.capacity;
        if (advice.path_binds) {
            text_ += "add next: nothing. The run is as short as its critical path; only shorter "
                     "tasks on it, or a quicker server, would help.\n\n";
            return;
        }
        text_table table({"add next", "makespan", "saves"});
        std::array<std::size_t, 2> told{};
        for (auto const& one : advice.options)
            if (helps(one) && told[one.change == capacity_change::slot]++ < most_options)
                table.add({name_of(one), show(one.makespan), show(what_.makespan - one.makespan)});
        if (table.size() > 0)
            table.write(text_);
        else
            text_ += "add next: nothing. No slot or server that was tried makes the run shorter.\n";
        if (advice.left_out > 0)
            say("(the plan is large: {} with less use not tried)\n",
                counted(advice.left_out, "server"));
        text_ += '\n';
    }

    void write_totals() {
        write_size();
        write_sources();
        if (!report_.changes.empty())
            say("what if: {}\n", fmt::join(report_.changes, "; "));
        say("makespan {}", show(what_.makespan));
        if (report_.begin)
            say("; begun at {}, the run ends at {}", clock(milliseconds(0)), clock(what_.makespan));
        text_ += '\n';
        if (report_.begin && report_.finish_by)
            write_deadline(*report_.finish_by - *report_.begin);
        if (report_.spread)
            write_spread(*report_.spread);
        // Where lengths are beyond all measure the run counts as shorter than it would be.
        auto const bound = std::min(what_.bound.length, estimated_duration(what_.makespan));
        say("lower bound {}: {}\n", show(std::chrono::floor<milliseconds>(bound)),
            explained(what_.bound.binds));
        say("ratio {}: no schedule can be shorter than the bound\n",
            what_.ratio() < 1000 ? fmt::format("{:.3f}", what_.ratio())
                                 : fmt::format("{:.3g}", what_.ratio()));
    }

    void write_deadline(milliseconds after) {
        if (after <= milliseconds(0)) {
            say("deadline {}: it has passed; change finish_by\n", clock(after));
            return;
        }
        auto const late = what_.makespan - after;
        say("deadline {}: {}", clock(after),
            late > milliseconds(0) ? "missed by " + show(late)
                                   : "kept, " + show(-late) + " to spare");
        if (report_.spread) {
            auto const& all = report_.spread->makespans;
            auto const kept = std::ranges::upper_bound(all, after) - all.begin();
            say("; kept in {} of {} runs", kept, all.size());
        }
        text_ += '\n';
    }

    void write_size() {
        std::size_t slots = 0;
        for (auto const& one : package_.servers)
            slots += one.max_jobs;
        auto const run =
            std::ranges::count_if(what_.tasks, [](auto const& one) { return one.has_value(); });
        say("{}, {} of them run, on {} with {}\n", counted(what_.tasks.size(), "task"), run,
            counted(what_.servers.size(), "server"), counted(slots, "slot"));
    }

    void write_sources() {
        auto const history = report_.count(estimate_source::history);
        auto const expected = report_.count(estimate_source::expected);
        auto const guess = report_.count(estimate_source::guess);
        if (guess > 0 && history + expected == 0) {
            text_ += "durations are guessed: nothing tells how long any task takes, so each counts "
                     "as equally long. Give tasks `expected` in the plan, or let the forecast read "
                     "the servers' histories.\n";
            return;
        }
        say("durations: {} from history, {} from `expected`, {} guessed", history, expected, guess);
        text_ += guess > 0 ? " (the median of what is known)\n" : "\n";
    }

    void write_spread(makespan_spread const& spread) {
        say("with noise {:g}, {}: mean {}, p10 {}, p50 {}, p90 {}, worst {}\n", report_.noise,
            counted(spread.makespans.size(), "seed"), show(spread.mean()),
            show(spread.quantile(0.1)), show(spread.quantile(0.5)), show(spread.quantile(0.9)),
            show(spread.makespans.back()));
        if (report_.begin)
            say("  it ends at {} on average, by {} in 1 of 10 runs, by {} in 5 of 10, by {} in 9 "
                "of 10\n",
                clock(spread.mean()), clock(spread.quantile(0.1)), clock(spread.quantile(0.5)),
                clock(spread.quantile(0.9)));
    }

    [[nodiscard]] std::string clock(milliseconds since_begin) const {
        return detail::show_clock(*report_.begin + since_begin, *report_.begin, what_.makespan);
    }

    parent_package const& package_;
    forecast_report const& report_;
    forecast const& what_;
    forecast_text_options options_;
    std::string text_;
};

} // namespace

std::size_t forecast_report::count(estimate_source which) const noexcept {
    std::size_t number = 0;
    for (std::size_t i = 0; i < expected.tasks.size() && i < sources.size(); ++i)
        number += expected.tasks[i].has_value() && sources[i] == which;
    return number;
}

std::string to_text(parent_package const& package, forecast_report const& report,
                    forecast_text_options options) {
    return forecast_writer(package, report, options).write();
}

} // namespace ssislb
