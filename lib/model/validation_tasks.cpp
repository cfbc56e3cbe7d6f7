// Checks each task by itself.
#include "model/validation_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace ssislb::detail {
namespace {

// sysname, the type of a job's name, is nvarchar(128).
constexpr std::size_t longest_job_name = 128;

/// How many UTF-16 units the text takes on the server.
std::size_t utf16_length(std::string_view utf8) noexcept {
    std::size_t units = 0;
    for (char const c : utf8) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80)
            units += byte >= 0xF0 ? 2 : 1;
    }
    return units;
}

void check_names(task const& t, element_mistakes& mistakes) {
    if (t.name.empty())
        mistakes.add("name", "the task has no name; add name = \"...\"");
    else if (has_control_character(t.name))
        mistakes.add("name", "the task name holds a control character; remove it");
    if (t.job.empty())
        mistakes.add("job", "the task has no job; add job = \"...\" with the name of an Agent job");
    else if (has_control_character(t.job))
        mistakes.add("job", "the job name holds a control character; remove it");
    else if (utf16_length(t.job) > longest_job_name)
        mistakes.add("job", fmt::format("the job name is longer than the {} characters that SQL "
                                        "Server Agent allows; shorten it",
                                        longest_job_name));
}

void check_durations(task const& t, element_mistakes& mistakes) {
    milliseconds const zero{0};
    if (t.expected && *t.expected < zero)
        mistakes.add("expected", "expected is below zero; give a duration such as \"5m\"");
    if (t.timeout && *t.timeout <= zero)
        mistakes.add("timeout", "timeout must be above zero; give a duration such as \"2h\", or "
                                "remove the key for no limit");
    if (t.server_loss_timeout <= zero)
        mistakes.add("server_loss_timeout", "server_loss_timeout must be above zero; give a "
                                            "duration such as \"5m\"");
}

void check_priority(task const& t, element_mistakes& mistakes) {
    if (t.priority < lowest_priority || t.priority > highest_priority)
        mistakes.add("priority",
                     fmt::format("priority = {} is out of range; give a whole number from {} to {}",
                                 t.priority, lowest_priority, highest_priority));
}

void check_simulation(task const& t, element_mistakes& mistakes) {
    if (!t.simulate)
        return;
    if (t.simulate->duration && *t.simulate->duration < milliseconds{0})
        mistakes.add("simulate.duration",
                     "the simulated duration is below zero; give a duration such as \"4m\"");
    if (t.simulate->result == outcome::skipped || t.simulate->result == outcome::unknown)
        mistakes.add("simulate.outcome",
                     fmt::format("a simulated job cannot end {}; use succeeded, failed or canceled",
                                 to_string(t.simulate->result)));
}

void check_unique(parent_package const& package, mistake_list& list) {
    constexpr auto task = mistake_location::element::task;
    std::unordered_map<std::string_view, std::size_t> first;
    for (std::size_t at = 0; at < package.tasks.size(); ++at) {
        std::string_view const name = package.tasks[at].name;
        if (name.empty())
            continue;
        auto const [known, added] = first.emplace(name, at);
        if (!added)
            list.add({task, at, "name"},
                     fmt::format("the task name \"{}\" is used twice; give each task its own name",
                                 name),
                     mistake_location{task, known->second, "name"});
    }
}

} // namespace

void check_tasks(parent_package const& package, mistake_list& list) {
    for (std::size_t at = 0; at < package.tasks.size(); ++at) {
        element_mistakes mistakes(list, mistake_location::element::task, at);
        task const& t = package.tasks[at];
        check_names(t, mistakes);
        check_durations(t, mistakes);
        check_retries(t, mistakes);
        check_priority(t, mistakes);
        check_simulation(t, mistakes);
    }
    check_unique(package, list);
}

} // namespace ssislb::detail
