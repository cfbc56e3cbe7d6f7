// Plans for tests, written as their authors write them.
#pragma once

#include "support/catch.hpp"

#include <ssislb/plan/load_plan.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ssislb::test {

inline constexpr std::string_view one_server = R"(
[[server]]
name = "etl01"
host = "etl01.example.com"
user = "ssislb"
password_env = "SSISLB_PASSWORD"
)";

inline constexpr std::string_view one_task = R"(
[[task]]
name = "load"
job = "ETL - Load"
)";

inline std::string lines(std::vector<plan_mistake> const& mistakes) {
    std::string text;
    for (auto const& mistake : mistakes)
        text += (text.empty() ? "" : "\n") + to_string(mistake);
    return text;
}

/// The package of a plan that has no mistake and no warning.
inline parent_package good_plan(std::string const& toml) {
    auto load = parse_plan(toml, "p.toml");
    INFO(lines(load.mistakes) << lines(load.warnings));
    REQUIRE(load);
    REQUIRE(load.mistakes.empty());
    REQUIRE(load.warnings.empty());
    return std::move(load.package);
}

/// The mistakes of a plan that has some, a line each.
inline std::string mistakes_in(std::string const& toml) {
    auto const load = parse_plan(toml, "p.toml");
    REQUIRE_FALSE(load);
    return lines(load.mistakes);
}

/// The only server of a plan whose server has these keys more, or instead.
inline server server_with(std::string const& keys) {
    return good_plan("[[server]]\nname = \"etl01\"\n" + keys + '\n' + std::string(one_task))
        .servers.at(0);
}

/// The only task of a plan whose task has these keys more.
inline task task_with(std::string const& keys) {
    return good_plan(std::string(one_server) + std::string(one_task) + keys).tasks.at(0);
}

} // namespace ssislb::test
