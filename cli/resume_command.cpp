#include "resume_command.hpp"

#include "journal_place.hpp"
#include "plan_file.hpp"
#include "precautions.hpp"
#include "recorded_plan.hpp"
#include "run_session.hpp"
#include "run_settings.hpp"

#include <ssislb/run/edited_package.hpp>

#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ssislb::cli {
namespace {

/// What the run was begun with; what was typed goes before it.
run_settings settings_of(run_record const& run, resume_arguments const& typed) {
    auto settings = read_settings(run.what.settings);
    if (typed.simulate) {
        settings.fleet = typed.simulate->fleet;
        settings.speed = typed.simulate->speed;
    }
    return settings;
}

std::optional<simulation> simulation_of(run_settings const& settings) {
    if (settings.fleet.empty())
        return std::nullopt;
    return simulation{settings.speed, settings.fleet};
}

/// Says what the edited plan would change of the past.
bool fits_the_past(recorded_run const& run, current_plan const& plan, double speed) {
    if (!plan.is_edited)
        return true;
    auto const was = package_of(run);
    if (!was)
        return false;
    std::vector<std::string> ignored;
    auto const now = run.events_for(plan.package, ignored);
    run_options options;
    options.speed = speed;
    auto const conflicts = conflicts_with_past({*was, run.events}, {plan.package, now}, options);
    for (auto const& each : conflicts)
        std::fprintf(stderr, "%s: %s\n", run.record.what.plan.c_str(), each.c_str());
    if (conflicts.empty())
        std::fprintf(stderr, "%s was edited since; the run goes on with it\n",
                     run.record.what.plan.c_str());
    else
        std::fprintf(stderr,
                     "The run cannot go on with the edited plan. Undo these changes, or "
                     "begin anew: ssislb run --new %s\nNothing was started.\n",
                     run.record.what.plan.c_str());
    return conflicts.empty();
}

/// Servers in this process would know nothing of what those in the other one have done.
bool are_servers_there(run_settings const& settings, resume_arguments const& typed) {
    bool const anew = typed.simulate && typed.simulate->fleet.empty();
    if (!anew && (!settings.simulated_here || !settings.fleet.empty()))
        return true;
    std::fprintf(stderr,
                 "%s\nLet the servers be a process of their own: ssislb sim PLAN --fleet "
                 "FILE, then ssislb run PLAN --simulate=FILE\n",
                 anew ? "--simulate: a run is resumed on the servers that it was begun on"
                      : "the run's simulated servers have ended with its process");
    return false;
}

exit_code go_on(journal_file& journal, recorded_run const& run, current_plan plan,
                resume_arguments const& arguments) {
    auto settings = settings_of(run.record, arguments);
    if (!are_servers_there(settings, arguments))
        return exit_code::usage;
    if (settings.policy)
        plan.package.policy = *settings.policy;
    auto servers = servers_of(plan.package, simulation_of(settings));
    if (auto const* answer = std::get_if<exit_code>(&servers); answer != nullptr)
        return *answer;
    run_session session{std::get<plan_servers>(std::move(servers)),
                        arguments.how,
                        std::move(plan.warnings),
                        nullptr,
                        {},
                        arguments.stop_jobs};
    settings.speed = session.servers.speed;
    if (!fits_the_past(run, plan, settings.speed))
        return exit_code::plan_not_loaded;
    auto carried_on = journal.carry_on(run.record.number,
                                       {plan.package.name, run.record.what.plan, to_text(settings)},
                                       plan.package, plan.text);
    if (!carried_on) {
        complain(carried_on.error());
        return exit_code::failed;
    }
    session.journal = *std::move(carried_on);
    // Nobody else writes from now on; what was read before may not be all.
    auto const all = journal.load(run.record.number);
    if (!all) {
        complain(all.error());
        return exit_code::failed;
    }
    std::vector<std::string> ignored;
    session.past = all->events_for(session.servers.package, ignored);
    return carry_out(std::move(session));
}

} // namespace

exit_code resume(resume_arguments const& arguments) {
    auto journal = journal_to_read(arguments.journal);
    if (!journal)
        return exit_code::failed;
    auto const found = find_run(*journal, arguments.run);
    if (auto const* answer = std::get_if<exit_code>(&found); answer != nullptr)
        return *answer;
    auto const& record = std::get<run_record>(found);
    if (record.finished) {
        std::fprintf(stderr, "run %lld has ended: %s\n", static_cast<long long>(record.number),
                     state_of(record).c_str());
        return exit_code::usage;
    }
    auto const run = journal->load(record.number);
    if (!run) {
        complain(run.error());
        return exit_code::failed;
    }
    auto plan = plan_of(*run);
    if (auto const* answer = std::get_if<exit_code>(&plan); answer != nullptr)
        return *answer;
    auto& current = std::get<current_plan>(plan);
    auto const precautions = take_precautions(needs_of(current.package, false));
    print_warnings(precautions);
    current.warnings.insert(current.warnings.end(), precautions.begin(), precautions.end());
    return go_on(*journal, *run, std::move(current), arguments);
}

} // namespace ssislb::cli
