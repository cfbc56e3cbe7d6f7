// Each plan in the folder of broken plans has the mistakes that are written beside it.
#include "plans.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace ssislb;
using namespace ssislb::test;

namespace {

std::vector<std::filesystem::path> broken_plans() {
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(SSISLB_BROKEN_PLANS))
        if (entry.path().extension() == ".toml")
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// Lines `LINE:COLUMN part of the text`.
std::vector<std::string> expected_lines(std::filesystem::path plan) {
    std::ifstream in(plan.replace_extension(".expected.txt"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

} // namespace

TEST_CASE("each broken plan is refused with exactly the mistakes it has", "[plan][broken]") {
    auto const files = broken_plans();
    REQUIRE(files.size() >= 15);
    for (auto const& file : files) {
        auto const load = load_plan(file);
        auto const expected = expected_lines(file);
        INFO(file << '\n' << lines(load.mistakes));
        CHECK_FALSE(load);
        REQUIRE_FALSE(expected.empty());
        REQUIRE(load.mistakes.size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            auto const& [name, line, column, text] = load.mistakes[i];
            auto const space = expected[i].find(' ');
            CHECK(std::to_string(line) + ':' + std::to_string(column) ==
                  expected[i].substr(0, space));
            CHECK_THAT(text, Catch::Contains(expected[i].substr(space + 1)));
        }
    }
}
