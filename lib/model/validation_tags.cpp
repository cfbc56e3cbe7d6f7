// Checks tags, mutexes and limits, and finds those without effect.
#include "model/suggestion.hpp"
#include "model/validation_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ssislb::detail {
namespace {

using names = std::vector<std::string>;
using element = mistake_location::element;

bool has(server const& one, std::string_view tag) noexcept {
    return std::ranges::find(one.tags, tag) != one.tags.end();
}

/// How a list of names is spoken of.
struct wording {
    std::string_view key;
    std::string_view noun;
    std::string_view when_twice;
};

constexpr std::string_view remove_one = "is listed twice; remove one of them";
constexpr wording tags{"tags", "tag", remove_one};
constexpr wording required{"requires", "tag", remove_one};
constexpr wording preferred{"prefers", "tag", remove_one};
constexpr wording mutexes{"mutexes", "mutex",
                          "is listed twice, but a task cannot exclude itself; remove one of them"};

void check_names(names const& list, wording const& what, element_mistakes& mistakes) {
    std::unordered_map<std::string_view, std::size_t> listed;
    for (std::size_t item = 0; item < list.size(); ++item) {
        std::string_view const name = list[item];
        if (name.empty()) {
            mistakes.add(what.key, item,
                         fmt::format("the {} has no name; give it one, or remove it", what.noun));
            continue;
        }
        if (has_control_character(name))
            mistakes.add(
                what.key, item,
                fmt::format("the {} name holds a control character; remove it", what.noun));
        if (auto const [first, added] = listed.emplace(name, item); !added)
            mistakes.add_duplicate(
                mistakes.location(what.key, item), mistakes.location(what.key, first->second),
                fmt::format("the {} \"{}\" {}", what.noun, name, what.when_twice));
    }
}

void check_limits(parent_package const& package, mistake_list& list) {
    std::unordered_map<std::string_view, std::size_t> first;
    for (std::size_t at = 0; at < package.tag_limits.size(); ++at) {
        element_mistakes mistakes(list, element::tag, at);
        auto const& [name, max_jobs] = package.tag_limits[at];
        if (name.empty())
            mistakes.add("name", "the tag has no name; add name = \"...\"");
        else if (has_control_character(name))
            mistakes.add("name", "the tag name holds a control character; remove it");
        else if (auto const [known, added] = first.emplace(name, at); !added)
            mistakes.add_duplicate(
                mistakes.location("name"), {element::tag, known->second, "name", 0},
                fmt::format("the tag \"{}\" is limited twice; keep one [[tag]] of this name",
                            name));
        if (max_jobs == 0)
            mistakes.add("max_jobs", "the tag lets no job run; give max_jobs = 1 or more, or "
                                     "remove the [[tag]]");
    }
}

/// Which servers have the tags that tasks ask for.
class server_tags {
public:
    explicit server_tags(parent_package const& package)
        : package_(package)
        , suggestions_(all_tags(package)) {
        for (server const& one : package.servers)
            by_name_.emplace(one.name, &one);
    }

    /// A mistake if no server that the task may run on has what it requires.
    void check_required(task const& t, element_mistakes& mistakes) {
        if (t.required_tags.empty())
            return;
        if (auto const found = find_lack(named_by(t), t.required_tags))
            mistakes.add("requires", found->item,
                         found->whole ? "no server that the task may run on has all of these tags; "
                                        "give them to one, or require fewer"
                                      : no_server_has(t.required_tags[found->item]) +
                                            advice(t.required_tags[found->item]));
    }

    void warn_of_preferred(task const& t, element_mistakes& list) {
        if (t.preferred_tags.empty())
            return;
        auto candidates = named_by(t);
        std::erase_if(candidates, [&t](server const* one) { return !may_run(t, *one); });
        if (auto const found = find_lack(candidates, t.preferred_tags))
            list.add("prefers", found->item,
                     found->whole ? "the preference has no effect: no server that the task may run "
                                    "on has all of these tags; prefer fewer"
                                  : "the preference has no effect: " +
                                        no_server_has(t.preferred_tags[found->item]) +
                                        advice(t.preferred_tags[found->item]));
    }

private:
    struct lack {
        std::size_t item = 0;
        /// Each tag has a server, but no server has them all.
        bool whole = false;
    };

    static std::vector<std::string_view> all_tags(parent_package const& package) {
        std::set<std::string_view> all;
        for (server const& one : package.servers)
            all.insert(one.tags.begin(), one.tags.end());
        return {all.begin(), all.end()};
    }

    /// Unknown names are a mistake of their own.
    std::vector<server const*> named_by(task const& t) const {
        std::vector<server const*> all;
        for (std::string const& name : t.servers)
            if (auto const found = by_name_.find(name); found != by_name_.end())
                all.push_back(found->second);
        if (t.servers.empty())
            for (server const& one : package_.servers)
                all.push_back(&one);
        return all;
    }

    static std::optional<lack> find_lack(std::vector<server const*> const& among,
                                         names const& wanted) {
        auto with_all = among;
        for (std::size_t item = 0; item < wanted.size(); ++item) {
            std::string const& tag = wanted[item];
            auto const lacks = [&tag](server const* one) { return !has(*one, tag); };
            // An empty one is a mistake of its own.
            if (tag.empty() || among.empty())
                continue;
            if (std::ranges::all_of(among, lacks))
                return lack{item};
            std::erase_if(with_all, lacks);
        }
        if (with_all.empty() && !among.empty())
            return lack{0, true};
        return std::nullopt;
    }

    static std::string no_server_has(std::string_view tag) {
        return fmt::format("no server that the task may run on has the tag \"{}\"; ", tag);
    }

    std::string advice(std::string_view tag) {
        bool const elsewhere = std::ranges::any_of(
            package_.servers, [tag](server const& one) { return has(one, tag); });
        return elsewhere ? "add a server that has it to the task's servers"
                         : suggestions_.advice(tag, "add it to the tags of a [[server]], or remove "
                                                    "it here");
    }

    parent_package const& package_;
    std::unordered_map<std::string_view, server const*> by_name_;
    suggestion_source suggestions_;
};

/// How many tasks have each name.
std::unordered_map<std::string_view, std::size_t> count(parent_package const& package,
                                                        names task::*list) {
    std::unordered_map<std::string_view, std::size_t> times;
    for (task const& t : package.tasks)
        for (std::string const& name : t.*list)
            ++times[name];
    return times;
}

std::vector<std::string_view>
names_in(std::unordered_map<std::string_view, std::size_t> const& times, std::size_t least) {
    std::vector<std::string_view> all;
    for (auto const& [name, count] : times)
        if (count >= least)
            all.push_back(name);
    std::ranges::sort(all);
    return all;
}

void warn_of_mutexes(parent_package const& package, mistake_list& list) {
    auto const times = count(package, &task::mutexes);
    suggestion_source others(names_in(times, 2));
    for (std::size_t at = 0; at < package.tasks.size(); ++at) {
        element_mistakes found(list, element::task, at);
        names const& own = package.tasks[at].mutexes;
        for (std::size_t item = 0; item < own.size(); ++item)
            if (!own[item].empty() && times.at(own[item]) == 1)
                found.add("mutexes", item,
                          fmt::format("no other task has the mutex \"{}\", so it has no effect; {}",
                                      own[item],
                                      others.advice(own[item], "add it to the tasks that must not "
                                                               "run at the same time, or remove "
                                                               "it")));
    }
}

void warn_of_task_tags(parent_package const& package, mistake_list& list) {
    std::vector<std::string_view> limited;
    for (tag_limit const& one : package.tag_limits)
        limited.push_back(one.name);
    std::ranges::sort(limited);
    suggestion_source limits(limited);
    for (std::size_t at = 0; at < package.tasks.size(); ++at) {
        element_mistakes found(list, element::task, at);
        names const& own = package.tasks[at].tags;
        for (std::size_t item = 0; item < own.size(); ++item)
            if (!own[item].empty() &&
                !std::ranges::binary_search(limited, std::string_view(own[item])))
                found.add("tags", item,
                          fmt::format("the tag \"{}\" of a task has no effect without a [[tag]] "
                                      "that limits it; {}",
                                      own[item],
                                      limits.advice(own[item], "add one, or remove it")));
    }
}

void warn_of_limits(parent_package const& package, mistake_list& list) {
    auto used = count(package, &task::tags);
    for (server const& one : package.servers)
        for (std::string const& tag : one.tags)
            ++used[tag];
    suggestion_source carried(names_in(used, 1));
    for (std::size_t at = 0; at < package.tag_limits.size(); ++at) {
        std::string const& name = package.tag_limits[at].name;
        if (!name.empty() && !used.contains(name))
            element_mistakes(list, element::tag, at)
                .add("name",
                     fmt::format("no task and no server has the tag \"{}\", so it limits nothing; "
                                 "{}",
                                 name,
                                 carried.advice(name, "add it to their tags, or remove the "
                                                      "[[tag]]")));
    }
}

} // namespace

void check_tags(parent_package const& package, mistake_list& list) {
    for (std::size_t at = 0; at < package.servers.size(); ++at) {
        element_mistakes mistakes(list, element::server, at);
        check_names(package.servers[at].tags, tags, mistakes);
    }
    server_tags known(package);
    for (std::size_t at = 0; at < package.tasks.size(); ++at) {
        element_mistakes mistakes(list, element::task, at);
        task const& t = package.tasks[at];
        check_names(t.required_tags, required, mistakes);
        check_names(t.preferred_tags, preferred, mistakes);
        check_names(t.tags, tags, mistakes);
        check_names(t.mutexes, mutexes, mistakes);
        known.check_required(t, mistakes);
    }
    check_limits(package, list);
}

void warn_of_tags(parent_package const& package, mistake_list& list) {
    server_tags known(package);
    for (std::size_t at = 0; at < package.tasks.size(); ++at) {
        element_mistakes found(list, element::task, at);
        known.warn_of_preferred(package.tasks[at], found);
    }
    warn_of_mutexes(package, list);
    warn_of_task_tags(package, list);
    warn_of_limits(package, list);
}

} // namespace ssislb::detail
