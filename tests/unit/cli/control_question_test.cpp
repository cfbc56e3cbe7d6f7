// Questions to a run under way: what is a question, and what is none.
#include "control_question.hpp"
#include "support/catch.hpp"

#include <random>
#include <string>

using namespace ssislb::cli;
using verb = control_question::verb;

namespace {

std::string mistake_in(std::string_view line) {
    auto const parsed = parse_question(line);
    auto const* text = std::get_if<std::string>(&parsed);
    return text == nullptr ? std::string() : *text;
}

} // namespace

TEST_CASE("a question comes back as it was asked", "[cli]") {
    for (auto const& asked :
         {control_question{verb::who, {}, 0}, control_question{verb::drain, "etl02", 0},
          control_question{verb::undrain, "a \"b\" \\ \n ü", 0},
          control_question{verb::set, "etl01", 8}, control_question{verb::skip, "load orders", 0},
          control_question{verb::pause, {}, 0}, control_question{verb::proceed, {}, 0}}) {
        auto const line = to_line(asked);
        CHECK(line.find('\n') == std::string::npos);
        CHECK(std::get<control_question>(parse_question(line)) == asked);
    }
}

TEST_CASE("what is no question gets a sentence", "[cli]") {
    for (auto const* line : {"", " ", "drain", "[]", "null", "{", R"({"control":"drain"} x)",
                             R"({"control":7})", R"({"control":"fly"})", R"({"Control":"pause"})"})
        CHECK_FALSE(mistake_in(line).empty());
    CHECK(mistake_in(R"({"control":"drain"})") == R"("server" must be a name)");
    CHECK(mistake_in(R"({"control":"skip","task":["x"]})") == R"("task" must be a name)");
    for (auto const* count : {"-1", "4294967296", "1.5", "\"8\"", "null", "1e400"})
        CHECK_FALSE(
            mistake_in(R"({"control":"set","server":"a","max_jobs":)" + std::string(count) + '}')
                .empty());
}

TEST_CASE("nesting has a limit", "[cli]") {
    CHECK_FALSE(mistake_in(std::string(60'000, '[')).empty());
    CHECK_FALSE(mistake_in(R"({"control":)" + std::string(30'000, '[')).empty());
}

TEST_CASE("hostile bytes are no question, and do no harm", "[cli]") {
    auto const seed = std::random_device()();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::string const good = to_line({verb::set, "etl01", 8});
    for (int i = 0; i < 20'000; ++i) {
        std::string line = good;
        for (auto changes = 1 + random() % 4; changes > 0; --changes)
            line[random() % line.size()] = static_cast<char>(random() % 256);
        auto const parsed = parse_question(line);
        if (auto const* asked = std::get_if<control_question>(&parsed); asked != nullptr)
            CHECK(std::get<control_question>(parse_question(to_line(*asked))) == *asked);
    }
}
