// After a start whose answer was lost.
#include "agent/start_confirmation.hpp"
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::detail;
using namespace ssislb::test;

TEST_CASE("a request that shows since the mark is a start", "[agent][confirm]") {
    auto const row = GENERATE(pending_row(1), running_row(1, 2), ended_row(1, 2, 3, 102));
    CHECK(look_for_start(snapshot({row}), mark()) == start_finding::started);
}

TEST_CASE("an unchanged row shows no start", "[agent][confirm]") {
    CHECK(look_for_start(snapshot({idle_row()}), mark()) == start_finding::unchanged);
}

TEST_CASE("a run with the time of the one before is a start all the same", "[agent][confirm]") {
    auto const row = GENERATE(running_row(-60, -60), ended_row(-60, -60, -60, 102));
    CHECK(look_for_start(snapshot({row}), mark()) == start_finding::started);
}

TEST_CASE("after a restart of the Agent its last session tells", "[agent][confirm]") {
    job_activity fresh;
    fresh.session = first_session + 1;
    fresh.job = our_job;
    CHECK(look_for_start(snapshot({fresh}), mark()) == start_finding::ask_old_session);
    CHECK(look_for_start(std::optional(pending_row(1)), mark()) == start_finding::started);
    CHECK(look_for_start(std::optional(idle_row()), mark()) == start_finding::unchanged);
    CHECK(look_for_start(std::optional<job_activity>{}, mark()) == start_finding::unchanged);
}

TEST_CASE("in a session between, a request is a start and none is none", "[agent][confirm]") {
    auto row = pending_row(-60);
    row.session = first_session + 1;
    CHECK(look_for_start(std::optional(row), mark()) == start_finding::started);
    row.run_requested.reset();
    CHECK(look_for_start(std::optional(row), mark()) == start_finding::unchanged);
}

TEST_CASE("a request in the new session may be ours and counts as a start", "[agent][confirm]") {
    auto row = pending_row(1);
    row.session = first_session + 1;
    CHECK(look_for_start(snapshot({row}), mark()) == start_finding::started);
}

TEST_CASE("hidden activity proves a start, but never its absence", "[agent][confirm]") {
    job_mark const hidden{our_job, std::nullopt, std::nullopt, known_history};
    CHECK(look_for_start(without_our_row(), hidden) == start_finding::ask_job);
    CHECK(look_for_start(snapshot({}), hidden) == start_finding::ask_job);
    auto const idle = job_in_state(job_state::idle);
    CHECK(look_for_start(job_in_state(job_state::executing), {}, hidden) == start_finding::started);
    CHECK(look_for_start(idle, {history_row(102, 0, run_status::succeeded, 3)}, hidden) ==
          start_finding::started);
    CHECK(look_for_start(idle, {history_row(90, 0, run_status::succeeded, -60)}, hidden) ==
          start_finding::hidden);
}
