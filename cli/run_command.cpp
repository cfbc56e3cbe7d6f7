#include "run_command.hpp"

#include "journal_place.hpp"
#include "plan_file.hpp"
#include "precautions.hpp"
#include "run_session.hpp"
#include "run_settings.hpp"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ssislb::cli {
namespace {

std::string absolute(std::string const& path) {
    std::error_code error;
    auto const full = std::filesystem::weakly_canonical(path, error);
    return error ? path : full.string();
}

/// Where nobody says otherwise, a run is kept unless its servers go with this process.
bool wants_journal(run_arguments const& arguments) {
    bool const servers_go = arguments.simulate && arguments.simulate->fleet.empty();
    return !arguments.no_journal && (!arguments.journal.empty() || !servers_go);
}

void explain_unfinished(run_record const& one) {
    auto const number = static_cast<long long>(one.number);
    std::fprintf(stderr, "run %lld of this plan, begun %s, is not finished: it is %s.\n", number,
                 to_rfc3339(one.started).c_str(), state_of(one).c_str());
    if (!one.is_carried_on)
        std::fprintf(stderr, "  ssislb resume %lld     goes on with it\n", number);
    std::fprintf(stderr, "  ssislb run --new ...  begins anew; jobs of the old run may still be "
                         "running\nNothing was started.\n");
}

/// False: there is an unfinished run of the plan, and nobody said that there may be a new one.
bool may_begin(journal_file& journal, run_arguments const& arguments, std::string const& plan) {
    auto const all = journal.runs();
    if (!all) {
        complain(all.error());
        return false;
    }
    for (auto const& one : *all) {
        if (one.finished || one.what.plan != plan)
            continue;
        if (!arguments.anew) {
            explain_unfinished(one);
            return false;
        }
        // One that is under way stays so.
        auto const now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
        if (!one.is_carried_on)
            static_cast<void>(journal.close(one.number, now, outcome::unknown));
    }
    return true;
}

/// None: there is no journal to begin in, which has been told.
std::shared_ptr<run_journal> begin_in_journal(run_arguments const& arguments,
                                              plan_servers const& servers,
                                              std::string const& plan_text) {
    auto journal = journal_to_write(arguments.journal);
    auto const plan = absolute(arguments.plan);
    if (!journal || !may_begin(*journal, arguments, plan))
        return nullptr;
    run_settings settings;
    settings.speed = servers.speed;
    settings.policy = arguments.policy;
    settings.simulated_here = servers.simulated != nullptr;
    if (arguments.simulate && !settings.simulated_here)
        settings.fleet = absolute(arguments.simulate->fleet);
    auto begun =
        journal->begin({servers.package.name, plan, to_text(settings)}, servers.package, plan_text);
    if (!begun) {
        complain(begun.error());
        return nullptr;
    }
    if (!arguments.how.json)
        std::fprintf(stderr, "run %lld in %s\n", static_cast<long long>((*begun)->number()),
                     journal->path().c_str());
    return *std::move(begun);
}

} // namespace

exit_code run(run_arguments const& arguments) {
    auto loaded = open_plan(arguments.plan);
    if (auto const* answer = std::get_if<exit_code>(&loaded); answer != nullptr)
        return *answer;
    auto& [package, warnings, text] = std::get<opened_plan>(loaded);
    bool const simulated_here = arguments.simulate && arguments.simulate->fleet.empty();
    auto const precautions = take_precautions(needs_of(package, simulated_here));
    print_warnings(precautions);
    warnings.insert(warnings.end(), precautions.begin(), precautions.end());
    if (arguments.policy)
        package.policy = *arguments.policy;
    auto servers = servers_of(std::move(package), arguments.simulate);
    if (auto const* answer = std::get_if<exit_code>(&servers); answer != nullptr)
        return *answer;
    run_session session{std::get<plan_servers>(std::move(servers)),
                        arguments.how,
                        std::move(warnings),
                        nullptr,
                        {},
                        {}};
    if (wants_journal(arguments)) {
        session.journal = begin_in_journal(arguments, session.servers, text);
        if (!session.journal)
            return exit_code::usage;
    }
    return carry_out(std::move(session));
}

} // namespace ssislb::cli
