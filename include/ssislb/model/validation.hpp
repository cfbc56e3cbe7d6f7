// Every mistake of a parent package at once.
#pragma once

#include <ssislb/model/parent_package.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssislb {

/// Where a mistake stands: an element, the key in it, and the position in the key's list.
struct mistake_location {
    enum class element : std::uint8_t { package, server, task, tag };

    element in = element::package;
    /// Position of the server, task or tag limit.
    std::size_t at = 0;
    /// The key as a plan file spells it, e.g. `after_failure` or `simulate.duration`; empty: the
    /// element itself.
    std::string key;
    /// Position in the list of the key, counted among the entries of that key.
    std::size_t item = 0;

    bool operator==(mistake_location const&) const = default;
};

struct mistake {
    mistake_location where;
    /// What is wrong, and what to do. Names the element only where `where` does not tell enough.
    std::string text;
    /// For duplicates: the first one.
    std::optional<mistake_location> other;

    bool operator==(mistake const&) const = default;
};

/// Checks names (missing, duplicate), references (unknown task or server), cycles (with the path
/// named, one for each group of tasks that wait for each other), servers (none, max_jobs, speed,
/// host, port and instance, login), durations and limits, and that each task has a server with the
/// tags that it requires. An empty result means that the package can be run.
///
/// Names of tasks, tags and mutexes, and references are compared exactly. Two servers whose names
/// differ only in the case of ASCII letters are a mistake, since SQL Server does not tell them
/// apart.
///
/// Pure; linear in tasks and constraints, and for tasks with tags in servers.
[[nodiscard]] std::vector<mistake> validate(parent_package const&);

/// What can be run, yet is weaker or other than its author may think: a wire that is not
/// protected, a certificate that is not checked, settings, tags and mutexes without effect,
/// constraints that contradict each other.
///
/// Pure; as linear as validate().
[[nodiscard]] std::vector<mistake> warnings(parent_package const&);

} // namespace ssislb
