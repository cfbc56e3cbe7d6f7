// Answers of a run under way, as people read them.
#include "control_answer_text.hpp"
#include "control_desk.hpp"
#include "support/catch.hpp"

using namespace ssislb::cli;

namespace {

std::string text(std::string const& fields) {
    auto const reply = read_answer(R"({"ok":true,)" + fields + '}');
    CHECK(reply.code == exit_code::succeeded);
    return reply.text;
}

std::string server(std::string_view control, bool changed, bool drained, int slots, int running) {
    auto const word = [](bool value) { return std::string(value ? "true" : "false"); };
    return R"("control":")" + std::string(control) + R"(","server":"etl02","changed":)" +
           word(changed) + R"(,"drained":)" + word(drained) + R"(,"max_jobs":)" +
           std::to_string(slots) + R"(,"running":)" + std::to_string(running);
}

} // namespace

TEST_CASE("the state of a server that results is told", "[cli]") {
    CHECK(text(server("drain", true, true, 4, 3)) ==
          "etl02: drained, 3 of our jobs still run there");
    CHECK(text(server("drain", false, true, 4, 1)) ==
          "etl02: drained already, 1 of our jobs still runs there");
    CHECK(text(server("drain", true, true, 4, 0)) == "etl02: drained, none of our jobs runs there");
    CHECK(text(server("undrain", true, false, 4, 0)) ==
          "etl02: takes work again, 0 of 4 slots in use");
    CHECK(text(server("undrain", false, false, 4, 2)) ==
          "etl02: was not drained, 2 of 4 slots in use");
    CHECK(text(server("set", true, false, 8, 2)) == "etl02: max_jobs is 8, 2 of 8 slots in use");
    CHECK(text(server("set", false, true, 2, 3)) ==
          "etl02: max_jobs is 2 already, 3 of 2 slots in use; nothing starts there until fewer "
          "than 2 run; it is drained");
}

TEST_CASE("the state of a task and of the run is told", "[cli]") {
    CHECK(text(R"("control":"skip","task":"x","state":"settled")") == "x: skipped");
    CHECK(text(R"("control":"skip","task":"x","state":"waiting","paused":true)") ==
          "x: will be skipped when its constraints hold; the run is paused");
    CHECK(text(R"("control":"pause","package":"n","changed":true,"paused":true,"running":7)") ==
          "n: paused, 7 of our jobs still run");
    CHECK(text(R"("control":"pause","package":"n","changed":false,"paused":true,"running":0)") ==
          "n: paused already, none of our jobs runs");
    CHECK(text(R"("control":"continue","package":"n","changed":true)") == "n: goes on");
}

TEST_CASE("what was typed wrong ends with 6, what was refused with 1", "[cli]") {
    CHECK(read_answer(refusal_line("no_such_server", "no")).code == exit_code::usage);
    CHECK(read_answer(refusal_line("no_such_task", "no")).code == exit_code::usage);
    CHECK(read_answer(refusal_line("task_is_running", "no")).code == exit_code::failed);
    CHECK(read_answer(refusal_line("is_over", "it is over")).text == "it is over");
}

TEST_CASE("an answer that is none is no success", "[cli]") {
    for (auto const* line : {"", "{", "[]", "{}", R"({"ok":"true"})", R"({"ok":1})"})
        CHECK(read_answer(line).code == exit_code::failed);
}

TEST_CASE("what is printed moves no cursor", "[cli]") {
    CHECK(printable("a\x1b[2Jb\n\x7f") == "a [2Jb  ");
    CHECK(text(R"("control":"skip","task":"x\u001b[2J","state":"settled")") == "x [2J: skipped");
}
