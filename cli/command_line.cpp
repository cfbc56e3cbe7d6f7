#include "command_line.hpp"

#include "policy_names.hpp"

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
#include <filesystem>
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

void add_policy(CLI::App& to, std::optional<policy_kind>& policy) {
    auto const take = [&policy](std::string const& name) { policy = policy_named(name); };
    auto const check = [](std::string const& name) {
        return policy_named(name)
                   ? ""
                   : "there is no policy '" + name + "'; there are " + policy_names();
    };
    to.add_option_function<std::string>(
          "--policy", take, "Choose servers by this policy, not by the plan's: " + policy_names())
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

void add_session(CLI::App& to, session_options& how) {
    to.add_flag("--json", how.json,
                "JSON Lines on standard output: one event an object, the last one the summary");
    to.add_flag("--plain", how.plain, "Plain lines, also on a terminal");
    to.add_option("--poll-interval", how.poll_interval,
                  "Seconds between two status statements to a server; without it they come when "
                  "an end is likely")
        ->check(CLI::Range(0.05, 3600.0) & CLI::Validator(is_a_number, ""));
    to.add_option("--control-socket", how.control_socket,
                  "Path of the socket through which drain, pause and the like reach the run; "
                  "without it, in a folder of yours");
}

CLI::Option* add_journal(CLI::App& to, std::string& path) {
    return to.add_option("--journal", path,
                         "The file in which runs are kept; without it ssislb/journal.db in "
                         "XDG_STATE_HOME or ~/.local/state");
}

/// An option with an optional value is a flag to CLI11, so its value is checked here.
bool take_simulation(CLI::App const& from, std::string const& text, std::optional<simulation>& to) {
    if (from.count("--simulate") == 0)
        return true;
    char* end = nullptr;
    double const value = std::strtod(text.c_str(), &end);
    bool const is_number = end == text.c_str() + text.size();
    if (std::error_code ignored; !is_number && std::filesystem::exists(text, ignored)) {
        to = simulation{1.0, text};
        return true;
    }
    if (!is_number || !(value >= 0.001) || !(value <= 100'000)) {
        std::fprintf(stderr,
                     "--simulate: '%s' is neither a number from 0.001 to 100000 nor a file that "
                     "`ssislb sim --fleet` has written\n",
                     text.c_str());
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
    resume_arguments resume;
    stop_arguments stop;
    status_arguments status;
    std::string run_speed;
    std::string resume_speed;
    std::string check_speed;
    CLI::App* run_app = app.add_subcommand("run", "Run a parent package");
    CLI::App* resume_app = app.add_subcommand("resume", "Go on with a run whose process is gone");
    CLI::App* status_app = app.add_subcommand("status", "Show how runs stand");
    CLI::App* stop_app = app.add_subcommand("stop", "End a run early");
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
        describe_resume();
        describe_status();
        describe_stop();
        describe_check();
        describe_forecast();
        describe_sim();
    }

    void describe_run() {
        add_plan(*run_app, run.plan);
        add_simulation(*run_app, run_speed);
        add_session(*run_app, run.how);
        add_policy(*run_app, run.policy);
        auto* journal = add_journal(*run_app, run.journal);
        run_app
            ->add_flag("--no-journal", run.no_journal,
                       "Keep nothing: the run cannot be resumed. So it is with --simulate[=SPEED] "
                       "unless --journal is given, for the servers end with it")
            ->excludes(journal);
        run_app->add_flag("--new", run.anew,
                          "Begin anew although a run of the plan is not finished");
        run_app->footer("Ctrl-C: start nothing more, wait for what runs. Again: stop our jobs. A "
                        "third time: leave; jobs go on.");
    }

    void describe_resume() {
        resume_app->add_option("RUN", resume.run,
                               "Its number, its package's name or its process id; without it the "
                               "only one that is not finished");
        add_journal(*resume_app, resume.journal);
        add_simulation(*resume_app, resume_speed);
        add_session(*resume_app, resume.how);
        resume_app->footer("What may have been started is looked for on the servers before "
                           "anything else is started; jobs that still run are waited for. The "
                           "plan may have been edited, but for what has happened.");
    }

    void describe_stop() {
        stop_app
            ->add_option("RUN", stop.run,
                         "Its number, its package's name, its process id, or the path of its "
                         "control socket")
            ->required();
        stop_app->add_flag("--jobs", stop.jobs, "Stop our running jobs, too (sp_stop_job)");
        stop_app->add_flag("--no-wait", stop.no_wait, "Do not wait until the run has ended");
        add_journal(*stop_app, stop.journal);
        stop_app->add_flag("--json", stop.json, "JSON on standard output");
        stop_app->footer("Nothing more is started, and what runs is waited for. A run whose "
                         "process is gone is taken over and seen to its end here.");
    }

    void describe_status() {
        status_app->add_option("RUN", status.run,
                               "Its number, its package's name or its process id, to see its "
                               "tasks; without it all runs that are not finished");
        status_app->add_flag("--all", status.all, "Finished runs, too");
        add_journal(*status_app, status.journal);
        status_app->add_flag("--json", status.json,
                             "JSON Lines on standard output, a run an "
                             "object");
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
        !take_simulation(*words.resume_app, words.resume_speed, words.resume.simulate) ||
        !take_simulation(*words.check_app, words.check_speed, words.check.simulate))
        return exit_code::usage;
    if (auto typed = words.control.typed())
        return *std::move(typed);
    if (words.run_app->parsed())
        return std::move(words.run);
    if (words.resume_app->parsed())
        return std::move(words.resume);
    if (words.status_app->parsed())
        return std::move(words.status);
    if (words.stop_app->parsed())
        return std::move(words.stop);
    if (words.check_app->parsed())
        return std::move(words.check);
    if (words.forecast_app->parsed())
        return std::move(words.forecast);
    return std::move(words.sim);
}

} // namespace ssislb::cli
