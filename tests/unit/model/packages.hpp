// Packages for tests of validation, and a short way to look at mistakes.
#pragma once

#include "support/catch.hpp"

#include <ssislb/model/validation.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace ssislb::test {

inline server good_server(std::string name = "etl01") {
    server s;
    s.host = name + ".example.com";
    s.name = std::move(name);
    s.max_jobs = 4;
    s.user = "ssislb";
    s.password_env = "SSISLB_PASSWORD";
    return s;
}

inline task good_task(std::string name, std::initializer_list<std::string> after = {}) {
    task t;
    t.job = "ETL - " + name;
    t.name = std::move(name);
    for (auto const& predecessor : after)
        t.after.push_back({predecessor, constraint_kind::success});
    return t;
}

inline parent_package package_of(std::vector<task> tasks) {
    parent_package package;
    package.name = "night";
    package.servers.push_back(good_server());
    package.tasks = std::move(tasks);
    return package;
}

inline parent_package package_on(std::vector<server> servers) {
    auto package = package_of({good_task("load")});
    package.servers = std::move(servers);
    return package;
}

/// `task 1 after[0]: there is no task "x"; ...`
inline std::string place(mistake_location const& where) {
    using enum mistake_location::element;
    std::string text = "package";
    if (where.in == server)
        text = "server " + std::to_string(where.at);
    if (where.in == task)
        text = "task " + std::to_string(where.at);
    if (where.in == tag)
        text = "tag " + std::to_string(where.at);
    if (!where.key.empty())
        text += ' ' + where.key + '[' + std::to_string(where.item) + ']';
    return text;
}

/// All mistakes, a line each, as place and text.
inline std::string told(std::vector<mistake> const& mistakes) {
    std::string text;
    for (auto const& [where, what, other] : mistakes)
        text += (text.empty() ? "" : "\n") + place(where) + ": " + what;
    return text.empty() ? "no mistake" : text;
}

} // namespace ssislb::test
