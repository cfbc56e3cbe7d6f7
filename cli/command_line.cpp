#include "command_line.hpp"

#include <ssislb/model/deadline.hpp>
#include <ssislb/version.hpp>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ssislb::cli {
namespace {

constexpr auto outline = "Runs SSIS parent packages over several SQL Servers: places each task's "
                         "Agent job on a server,\nstarts it, waits for its true outcome and lets "
                         "that decide what runs next.";

constexpr auto exit_codes = "Exit codes: 0 succeeded, 1 failed, 3 canceled, 4 plan file not found, "
                            "5 plan file cannot be loaded, 6 command line wrong.\n"
                            "examples/plans/README.md explains every key of a plan file.";

CLI::Option* add_plan(CLI::App& to, std::string& plan) {
    return to.add_option("PLAN", plan, "The plan file (TOML)")->required();
}

void add_simulation(CLI::App& to, std::string& speed) {
    to.add_flag("--simulate{1}", speed,
                "Run on simulated servers in this process; =SPEED lets time run so many times "
                "faster; =FILE: on those of an `ssislb sim --fleet FILE`");
}

constexpr std::array policies{policy_kind::critical_path, policy_kind::fastest_free,
                              policy_kind::least_loaded, policy_kind::round_robin,
                              policy_kind::pinned};

std::optional<policy_kind> policy_named(std::string_view name) {
    auto const* found = std::ranges::find(policies, name, [](auto one) { return to_string(one); });
    return found == policies.end() ? std::nullopt : std::optional(*found);
}

void add_policy(CLI::App& to, std::optional<policy_kind>& policy) {
    std::string names;
    for (auto const one : policies)
        names += (names.empty() ? "" : ", ") + std::string(to_string(one));
    auto const take = [&policy](std::string const& name) { policy = policy_named(name); };
    auto const check = [names](std::string const& name) {
        return policy_named(name) ? "" : "there is no policy '" + name + "'; there are " + names;
    };
    to.add_option_function<std::string>(
          "--policy", take, "Choose servers by this policy, not by the plan's: " + names)
        ->check(CLI::Validator(check, ""));
}

/// "nan" passes for being in any range.
std::string is_a_number(std::string& text) {
    return std::isnan(std::strtod(text.c_str(), nullptr)) ? "not a number: " + text : std::string();
}

std::string is_a_time(std::string& text) {
    return parse_deadline(text) ? std::string()
                                : "not a time of day: " + text +
                                      "; write \"22:00\" or "
                                      "\"2026-11-25 22:00\"";
}

/// An option with an optional value is a flag to CLI11, so its value is checked here.
bool take_simulation(CLI::App const& from, std::string const& text, std::optional<simulation>& to) {
    if (from.count("--simulate") == 0)
        return true;
    char* end = nullptr;
    double const value = std::strtod(text.c_str(), &end);
    if (end != text.c_str() + text.size()) {
        to = simulation{1.0, text};
        return true;
    }
    if (!(value >= 0.001) || !(value <= 100'000)) {
        std::fprintf(stderr,
                     "--simulate: SPEED must be a number from 0.001 to 100000, not '%s'; a file "
                     "of that name is written ./%s\n",
                     text.c_str(), text.c_str());
        return false;
    }
    to = simulation{value, {}};
    return true;
}

bool has_bare_speed(int argc, char const* const* argv) {
    for (int i = 1; i + 1 < argc; ++i)
        if (std::string_view(argv[i]) == "--simulate" && std::strtod(argv[i + 1], nullptr) > 0)
            return true;
    return false;
}

/// The commands and the places that their options are read into.
struct grammar {
    CLI::App app{outline, "ssislb"};
    run_arguments run;
    check_arguments check;
    forecast_arguments forecast;
    sim_arguments sim;
    std::string run_speed;
    std::string check_speed;
    CLI::App* run_app = app.add_subcommand("run", "Run a parent package");
    CLI::App* check_app = app.add_subcommand(
        "check", "Check a plan: servers reachable, jobs there and enabled, rights enough?");
    CLI::App* forecast_app = app.add_subcommand(
        "forecast", "Show the run in virtual time: how long, why, where, and with other servers");
    CLI::App* sim_app = app.add_subcommand(
        "sim", "Serve the plan's servers as simulated SQL Servers on loopback ports");
    control_grammar control{app};

    grammar() {
        app.require_subcommand(1);
        app.set_version_flag("--version", "ssislb " SSISLB_VERSION_STRING);
        app.footer(exit_codes);
        describe_run();
        describe_check();
        describe_forecast();
        describe_sim();
    }

    void describe_run() {
        add_plan(*run_app, run.plan);
        add_simulation(*run_app, run_speed);
        run_app->add_flag("--json", run.json,
                          "JSON Lines on standard output: one event an object, the last one the "
                          "summary");
        run_app->add_flag("--plain", run.plain, "Plain lines, also on a terminal");
        run_app
            ->add_option("--poll-interval", run.poll_interval,
                         "Seconds between two status statements to a server; without it they "
                         "come when an end is likely")
            ->check(CLI::Range(0.05, 3600.0) & CLI::Validator(is_a_number, ""));
        add_policy(*run_app, run.policy);
        run_app->add_option("--control-socket", run.control_socket,
                            "Path of the socket through which drain, pause and the like reach the "
                            "run; without it, in a folder of yours");
        run_app->footer("Ctrl-C: start nothing more, wait for what runs. Again: stop our jobs. A "
                        "third time: leave; jobs go on.");
    }

    void describe_check() {
        add_plan(*check_app, check.plan);
        add_simulation(*check_app, check_speed);
        check_app->add_flag("--json", check.json, "JSON Lines on standard output");
    }

    void describe_forecast() {
        add_plan(*forecast_app, forecast.plan);
        forecast_app->add_flag("--history", forecast.history,
                               "Ask the servers how long the jobs took; without it the plan's "
                               "`expected` counts");
        forecast_app
            ->add_option("--with", forecast.with,
                         "What if there was this server, or a known one was so: "
                         "SERVER=SPEEDxSLOTS, as in etl05=1.5x4")
            ->allow_extra_args(false);
        forecast_app->add_option("--without", forecast.without, "What if this server was not there")
            ->allow_extra_args(false);
        forecast_app
            ->add_option("--noise", forecast.noise,
                         "Also play runs whose tasks last longer or shorter: SIGMA of a lognormal "
                         "factor (0.3 if only --seeds is given)")
            ->check(CLI::Range(0.0, 3.0) & CLI::Validator(is_a_number, ""));
        forecast_app
            ->add_option("--seeds", forecast.seeds,
                         "How many of these runs (20 if only --noise is given)")
            ->check(CLI::Range(1, 10'000));
        forecast_app
            ->add_option(
                "--start", forecast.start,
                "When the run would begin: \"22:00\" or \"2026-11-25 22:00\"; without it now")
            ->check(CLI::Validator(is_a_time, ""));
        add_policy(*forecast_app, forecast.policy);
        forecast_app->add_flag("--tasks", forecast.all_tasks,
                               "All tasks and the whole critical path, also of a large plan");
        forecast_app->add_flag("--json", forecast.json, "JSON Lines on standard output");
        forecast_app->footer("Nothing is started. Only --history connects to servers.");
    }

    void describe_sim() {
        add_plan(*sim_app, sim.plan);
        sim_app->add_option("--speed", sim.speed, "Let time run so many times faster")
            ->check(CLI::Range(0.001, 100'000.0))
            ->capture_default_str();
        sim_app
            ->add_option("--port", sim.port,
                         "Port of the first server, the others follow; 0: any free ports")
            ->capture_default_str();
        sim_app->add_option("--ca-file", sim.ca_file,
                            "Write the authority that clients have to trust to this file (PEM)");
        sim_app->add_option("--fleet", sim.fleet,
                            "Write to this file what `ssislb run --simulate=FILE` has to know of "
                            "the servers; FILE.pem beside it is their authority");
    }
};

} // namespace

command parse_command_line(int argc, char const* const* argv) {
    grammar words;
    try {
        words.app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        bool const answered = words.app.exit(error) == 0;
        if (!answered && has_bare_speed(argc, argv))
            std::fprintf(stderr, "The speed stands behind an equals sign: --simulate=200\n");
        return answered ? exit_code::succeeded : exit_code::usage;
    }
    if (!take_simulation(*words.run_app, words.run_speed, words.run.simulate) ||
        !take_simulation(*words.check_app, words.check_speed, words.check.simulate))
        return exit_code::usage;
    if (auto typed = words.control.typed())
        return *std::move(typed);
    if (words.run_app->parsed())
        return std::move(words.run);
    if (words.check_app->parsed())
        return std::move(words.check);
    if (words.forecast_app->parsed())
        return std::move(words.forecast);
    return std::move(words.sim);
}

} // namespace ssislb::cli
