#include "status_command.hpp"

#include "journal_place.hpp"
#include "output.hpp"
#include "recorded_plan.hpp"
#include "status_report.hpp"

#include <cstdio>
#include <optional>
#include <variant>
#include <vector>

namespace ssislb::cli {
namespace {

/// None: the journal is damaged, or the plan in it cannot be read; both are said.
std::optional<run_state> look_at(journal_file const& journal, run_number number) {
    auto const run = journal.load(number);
    if (!run) {
        complain(run.error());
        return std::nullopt;
    }
    auto package = package_of(*run);
    if (!package)
        return std::nullopt;
    return state_up_to_now(*run, *std::move(package));
}

exit_code print(std::string const& text) {
    output to;
    to.write(text);
    return to.failed() ? exit_code::failed : exit_code::succeeded;
}

exit_code show_one(journal_file const& journal, status_arguments const& arguments) {
    auto const found = find_run(journal, arguments.run);
    if (auto const* answer = std::get_if<exit_code>(&found); answer != nullptr)
        return *answer;
    auto const state = look_at(journal, std::get<run_record>(found).number);
    if (!state)
        return exit_code::failed;
    return print(arguments.json ? to_json_line(*state, true) + '\n'
                                : to_text({&*state, 1}) + '\n' + tasks_to_text(*state));
}

exit_code show_all(journal_file const& journal, status_arguments const& arguments) {
    auto const all = journal.runs();
    if (!all) {
        complain(all.error());
        return exit_code::failed;
    }
    std::vector<run_state> states;
    bool complete = true;
    for (auto const& each : *all) {
        if (each.finished && !arguments.all)
            continue;
        auto state = look_at(journal, each.number);
        complete = complete && state;
        if (state)
            states.push_back(*std::move(state));
    }
    std::string text;
    if (arguments.json)
        for (auto const& each : states)
            text += to_json_line(each, false) + '\n';
    else if (states.empty())
        text = "no run in " + journal.path().string() + " is unfinished\n";
    else
        text = to_text(states);
    auto const code = print(text);
    return complete ? code : exit_code::failed;
}

} // namespace

exit_code show_status(status_arguments const& arguments) {
    auto const journal = journal_to_read(arguments.journal);
    if (!journal)
        return exit_code::failed;
    return arguments.run.empty() ? show_all(*journal, arguments) : show_one(*journal, arguments);
}

} // namespace ssislb::cli
