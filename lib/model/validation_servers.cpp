// Checks the servers of a package.
#include "model/validation_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <unordered_map>

namespace ssislb::detail {
namespace {

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return text;
}

void check_name(server const& s, element_mistakes& mistakes) {
    if (s.name.empty())
        mistakes.add("name", "the server has no name; add name = \"...\"");
    else if (has_control_character(s.name))
        mistakes.add("name", "the server name holds a control character; remove it");
}

void check_host(server const& s, element_mistakes& mistakes) {
    if (s.host.empty()) {
        mistakes.add("host", "the server has no host; add host = \"...\"");
        return;
    }
    auto const colons = std::ranges::count(s.host, ':');
    if (s.host.find(',') != std::string::npos || colons == 1)
        mistakes.add("host", fmt::format("\"{}\" is more than a host name; write the host alone "
                                         "and add port = ...",
                                         s.host));
    else if (s.host.find_first_of(" \t/\\") != std::string::npos || has_control_character(s.host))
        mistakes.add("host",
                     fmt::format("\"{}\" is no host name; give a DNS name or an address", s.host));
}

void check_address(server const& s, element_mistakes& mistakes) {
    check_host(s, mistakes);
    if (s.port == 0)
        mistakes.add("port", "port 0 cannot be connected to; give 1 to 65535");
    if (s.port && !s.instance.empty())
        mistakes.add("port", fmt::format("port and instance exclude each other; remove the port, "
                                         "or the instance \"{}\"",
                                         s.instance));
}

void check_capacity(server const& s, element_mistakes& mistakes) {
    if (s.max_jobs == 0)
        mistakes.add("max_jobs", "max_jobs = 0 leaves no slot; give at least 1, or remove the "
                                 "server");
    else if (s.max_jobs > most_slots)
        mistakes.add("max_jobs", fmt::format("max_jobs = {} is beyond what a server can run; give "
                                             "at most {}",
                                             s.max_jobs, most_slots));
    if (!std::isfinite(s.speed) || s.speed <= 0)
        mistakes.add("speed", "speed must be a finite number above 0; 1.0 is an average server");
}

bool is_variable_name(std::string_view text) noexcept {
    auto const letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    return !digit(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return letter(c) || digit(c); });
}

void check_login(server const& s, element_mistakes& mistakes) {
    if (s.auth != authentication::password)
        return;
    bool const has_env = !s.password_env.empty();
    bool const has_file = !s.password_file.empty();
    if (has_env && has_file)
        mistakes.add("password_file", "password_env and password_file exclude each other; remove "
                                      "one of them");
    if (!s.user.empty() && !has_env && !has_file)
        mistakes.add("user", "the user has no password; add password_env = \"VARIABLE\" or "
                             "password_file = \"PATH\"");
    if (s.user.empty() && (has_env || has_file))
        mistakes.add(has_env ? "password_env" : "password_file",
                     "the password has no user; add user = \"...\"");
    // The value is not shown: it may be the password itself, put into the wrong key.
    if (has_env && !is_variable_name(s.password_env))
        mistakes.add("password_env", "password_env is not the name of an environment variable; "
                                     "use letters, digits and _, and keep the password itself "
                                     "out of the plan");
}

/// What keeps quiet for longer is taken for dead by the devices on the way.
constexpr milliseconds longest_poll = std::chrono::minutes(10);

void check_polls(server const& s, element_mistakes& mistakes) {
    if (!s.long_poll)
        return;
    if (*s.long_poll <= milliseconds{0})
        mistakes.add("long_poll", "long_poll must be above zero; give a duration such as \"30s\", "
                                  "or remove it");
    else if (*s.long_poll > longest_poll)
        mistakes.add("long_poll",
                     fmt::format("long_poll = \"{}\" is longer than a line may be "
                                 "silent; give at most \"{}\"",
                                 format_duration(*s.long_poll), format_duration(longest_poll)));
    if (!s.read_msdb_tables)
        mistakes.add("long_poll", "long_poll reads tables of msdb; add read_msdb_tables = true, or "
                                  "remove long_poll");
}

void check_unique(parent_package const& package, mistake_list& list) {
    std::unordered_map<std::string, std::size_t> first;
    for (std::size_t at = 0; at < package.servers.size(); ++at) {
        auto const& name = package.servers[at].name;
        if (name.empty())
            continue;
        auto const [known, added] = first.emplace(lower(name), at);
        if (added)
            continue;
        bool const same = package.servers[known->second].name == name;
        list.add({mistake_location::element::server, at, "name"},
                 fmt::format("the server name \"{}\" is used twice{}; give each server its own "
                             "name",
                             name, same ? "" : ", in another letter case"),
                 mistake_location{mistake_location::element::server, known->second, "name"});
    }
}

} // namespace

void check_servers(parent_package const& package, mistake_list& list) {
    for (std::size_t at = 0; at < package.servers.size(); ++at) {
        element_mistakes mistakes(list, mistake_location::element::server, at);
        server const& s = package.servers[at];
        check_name(s, mistakes);
        check_address(s, mistakes);
        check_capacity(s, mistakes);
        check_login(s, mistakes);
        check_polls(s, mistakes);
    }
    check_unique(package, list);
}

} // namespace ssislb::detail
