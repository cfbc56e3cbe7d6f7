// A parent package from plan text, as a user writes it.
#pragma once

#include <ssislb/plan/load_plan.hpp>

#include <stdexcept>
#include <string>

namespace ssislb::test {

/// Throws with every mistake when the text is no valid plan.
inline parent_package plan(std::string const& text) {
    auto loaded = parse_plan(text, "test.toml");
    std::string mistakes;
    for (auto const& each : loaded.mistakes)
        mistakes += to_string(each) + '\n';
    if (loaded.error)
        throw std::invalid_argument(mistakes);
    return std::move(loaded.package);
}

/// `count` servers s1, s2, ... with two slots each.
inline std::string servers(int count) {
    std::string text;
    for (int i = 1; i <= count; ++i)
        text += "[[server]]\nname = \"s" + std::to_string(i) +
                "\"\nhost = \"h\"\nmax_jobs = 2\nuser = \"u\"\npassword_env = \"P\"\n";
    return text;
}

} // namespace ssislb::test
