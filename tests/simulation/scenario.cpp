// A night that chance has thought up: a parent package, its servers, and what goes wrong.
#include "scenario.hpp"

#include "random_package.hpp"

#include <fmt/format.h>

#include <array>

namespace ssislb::simulation {
namespace {

constexpr std::uint64_t package_stream = 1;
constexpr std::uint64_t trouble_stream = 2;

std::string describe(task const& of) {
    std::string text = fmt::format("{} runs \"{}\"", of.name, of.job);
    for (auto const& each : of.after)
        text += fmt::format(", after {} ({})", each.predecessor, to_string(each.kind));
    if (of.join == constraint_join::any && !of.after.empty())
        text += ", any";
    if (of.retries > 0)
        text += fmt::format(", {} retries", of.retries);
    if (of.timeout)
        text += ", timeout " + format_duration(*of.timeout);
    for (auto const& each : of.mutexes)
        text += ", mutex " + each;
    for (auto const& each : of.tags)
        text += ", tag " + each;
    for (auto const& each : of.servers)
        text += ", on " + each;
    if (of.restartable)
        text += ", restartable";
    if (!of.enabled)
        text += ", disabled";
    if (of.outcome_from == outcome_source::job)
        text += ", by the job's word";
    return text + "\n";
}

} // namespace

scenario make_scenario(std::uint64_t seed, trouble_choice choice) {
    scenario made;
    chance package_luck(seed, package_stream);
    make_package(made, package_luck);
    chance trouble_luck(seed, trouble_stream);
    make_troubles(made, trouble_luck, choice);
    return made;
}

std::string describe(scenario const& of) {
    auto const& package = of.package;
    std::string text =
        fmt::format("policy {}, at most {} at a time, {} errors\n", to_string(package.policy),
                    package.max_concurrent_executables, package.maximum_error_count);
    for (auto const& each : package.tag_limits)
        text += fmt::format("tag {}: {} at a time\n", each.name, each.max_jobs);
    for (std::size_t i = 0; i < package.servers.size(); ++i) {
        text += fmt::format("server {} is {}: {} jobs{}", i, package.servers[i].name,
                            package.servers[i].max_jobs,
                            of.servers[i].habits.hides_activity ? ", hides activity" : "");
        for (auto const& each : package.servers[i].tags)
            text += ", tag " + each;
        text += "\n";
    }
    for (auto const& each : package.tasks)
        text += describe(each);
    for (auto const& each : of.troubles)
        text += fmt::format("at {:.3f}: {} (server {}, job {}, {} ms)\n",
                            static_cast<double>(each.at) / 1000, to_string(each.what), each.server,
                            each.job, each.length);
    for (auto const& each : of.fatal_writes)
        text += fmt::format("dies {} write {}{}\n", each.after ? "after" : "before", each.number,
                            each.power ? ", with its machine" : "");
    return text;
}

std::string_view to_string(trouble_kind what) noexcept {
    constexpr std::array<std::string_view, 12> names{
        "server crash",   "Agent crash",     "Agent shutdown", "partition",
        "clock jump",     "history trimmed", "foreign start",  "scheduled start",
        "person cancels", "process killed",  "power lost",     "control"};
    return names[static_cast<std::size_t>(what)];
}

} // namespace ssislb::simulation
