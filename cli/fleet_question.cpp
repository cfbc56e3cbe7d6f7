#include "fleet_question.hpp"

#include <ssislb/base/nearest_name.hpp>
#include <ssislb/model/validation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace ssislb::cli {
namespace {

constexpr std::size_t most_names = 3;

/// The whole text as a number; one that is too large is larger than any that a plan accepts.
template <class Number>
std::optional<Number> number_in(std::string_view text) {
    using limits = std::numeric_limits<Number>;
    Number value{};
    auto const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error == std::errc::result_out_of_range && stop == end)
        return limits::has_infinity ? limits::infinity() : limits::max();
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

std::optional<server_shape> shape_in(std::string const& text) {
    auto const equals = text.rfind('=');
    auto const times = text.rfind('x');
    if (equals == std::string::npos || equals == 0 || times == std::string::npos || times < equals)
        return std::nullopt;
    auto const speed =
        number_in<double>(std::string_view(text).substr(equals + 1, times - equals - 1));
    auto const slots = number_in<std::uint32_t>(std::string_view(text).substr(times + 1));
    if (!speed || !slots)
        return std::nullopt;
    return server_shape{text.substr(0, equals), *speed, *slots};
}

std::optional<std::string> first_double(fleet_change const& change) {
    std::unordered_set<std::string_view> seen;
    for (auto const& one : change.with)
        if (!seen.insert(one.name).second)
            return one.name;
    for (auto const& one : change.without)
        if (!seen.insert(one).second)
            return one;
    return std::nullopt;
}

std::optional<std::string> unknown_server(parent_package const& package, std::string const& name) {
    if (package.find_server(name))
        return std::nullopt;
    std::vector<std::string_view> names;
    for (auto const& one : package.servers)
        names.push_back(one.name);
    auto const meant = nearest_name(name, names);
    return fmt::format("--without {}: the plan has no server \"{}\"; {}", name, name,
                       meant ? fmt::format("did you mean \"{}\"?", *meant)
                             : fmt::format("it has {}", fmt::join(names, ", ")));
}

std::string shown(server_shape const& shape) {
    return fmt::format("--with {}={:g}x{}", shape.name, shape.speed, shape.max_jobs);
}

/// What the plan would not accept either.
std::optional<std::string> bad_shape(parent_package const& changed, fleet_change const& change) {
    for (auto const& each : validate(changed)) {
        if (each.where.in != mistake_location::element::server)
            continue;
        auto const& name = changed.servers[each.where.at].name;
        auto const shape = std::ranges::find(change.with, name, &server_shape::name);
        if (shape != change.with.end())
            return shown(*shape) + ": " + each.text;
    }
    return std::nullopt;
}

std::string homeless_sentence(parent_package const& package, std::vector<task_id> const& tasks,
                              fleet_change const& change) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(tasks.size(), most_names); ++i)
        names.push_back('"' + package[tasks[i]].name + '"');
    auto text = fmt::format("without {} no server is left for {}", fmt::join(change.without, ", "),
                            fmt::join(names, ", "));
    if (tasks.size() > most_names)
        text += fmt::format(" and {} more", tasks.size() - most_names);
    return text + "; in the plan, name another server in `servers` of these tasks or give it the "
                  "tags that they require, or leave one of theirs";
}

std::vector<std::string> in_words(parent_package const& before, fleet_change const& change) {
    std::vector<std::string> words;
    for (auto const& one : change.with)
        words.push_back(fmt::format("{} {}, speed {:g}, {} {}", one.name,
                                    before.find_server(one.name) ? "changed" : "added", one.speed,
                                    one.max_jobs, one.max_jobs == 1 ? "slot" : "slots"));
    for (auto const& one : change.without)
        words.push_back(one + " taken away");
    return words;
}

} // namespace

std::variant<fleet_change, wrong_question>
read_fleet_change(std::vector<std::string> const& with, std::vector<std::string> const& without) {
    fleet_change change{{}, without};
    for (auto const& text : with) {
        auto shape = shape_in(text);
        if (!shape)
            return wrong_question{fmt::format("--with {}: write SERVER=SPEEDxSLOTS, as in "
                                              "--with etl05=1.5x4 for speed 1.5 and 4 slots",
                                              text)};
        change.with.push_back(std::move(*shape));
    }
    if (auto const twice = first_double(change))
        return wrong_question{fmt::format(
            "server \"{}\" stands twice behind --with and --without; name it once", *twice)};
    return change;
}

std::variant<asked_fleet, wrong_question> ask_for_fleet(parent_package const& package,
                                                        fleet_change const& change) {
    for (auto const& name : change.without)
        if (auto unknown = unknown_server(package, name))
            return wrong_question{std::move(*unknown)};
    auto changed = change_fleet(package, change);
    if (changed.package.servers.empty())
        return wrong_question{"--without takes all servers away; leave one, or add one with --with "
                              "SERVER=SPEEDxSLOTS"};
    if (auto bad = bad_shape(changed.package, change))
        return wrong_question{std::move(*bad)};
    if (!changed.homeless.empty())
        return wrong_question{homeless_sentence(package, changed.homeless, change)};
    return asked_fleet{std::move(changed), in_words(package, change)};
}

} // namespace ssislb::cli
