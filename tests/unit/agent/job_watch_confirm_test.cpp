// After a start whose answer was lost.
#include "agent/start_confirmation.hpp"
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::detail;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

using enum start_finding;

run_ownership ours(job_mark before = timed_mark()) {
    return {std::move(before), 60s, "ssislb"};
}

std::optional<job_activity> of(job_activity row, std::string source = "4") {
    row.run_requested_source = std::move(source);
    return row;
}

/// The run before, then one that began so long after the mark.
std::vector<job_history_row> history_with(double began, std::string who = "User ssislb") {
    auto later = history_row(102, 0, run_status::succeeded, began);
    later.message = "The job succeeded.  The Job was invoked by " + who + ".";
    return {later, history_row(101, 1, run_status::succeeded, began),
            history_row(90, 0, run_status::succeeded, -60)};
}

} // namespace

TEST_CASE("a request that shows since the mark is asked about", "[agent][confirm]") {
    auto const row = GENERATE(pending_row(1), running_row(1, 2), ended_row(1, 2, 3, 102));
    CHECK(look_for_start(snapshot({row}), mark()) == ask_request);
    CHECK(look_for_start(of(row), ours()) == started);
}

TEST_CASE("an unchanged row shows no start", "[agent][confirm]") {
    CHECK(look_for_start(snapshot({idle_row()}), mark()) == unchanged);
    CHECK(look_for_start(of(idle_row()), ours()) == unchanged);
}

TEST_CASE("a run with the time of the one before is a start all the same", "[agent][confirm]") {
    auto const row = GENERATE(running_row(-60, -60), ended_row(-60, -60, -60, 102));
    CHECK(look_for_start(snapshot({row}), mark()) == ask_request);
    CHECK(look_for_start(of(row), ours()) == started);
}

TEST_CASE("after a restart of the Agent its last session tells", "[agent][confirm]") {
    job_activity fresh;
    fresh.session = first_session + 1;
    fresh.job = our_job;
    CHECK(look_for_start(snapshot({fresh}), mark()) == ask_old_session);
    CHECK(look_for_start(of(pending_row(1)), ours()) == started);
    CHECK(look_for_start(of(idle_row()), ours()) == unchanged);
    CHECK(look_for_start(std::optional<job_activity>{}, ours()) == unchanged);
}

TEST_CASE("in a session between, a request is a start and none is none", "[agent][confirm]") {
    auto row = pending_row(-60);
    row.session = first_session + 1;
    CHECK(look_for_start(of(row), ours()) == started);
    row.run_requested.reset();
    CHECK(look_for_start(of(row), ours()) == unchanged);
}

TEST_CASE("a request in the new session may be ours, and is asked about", "[agent][confirm]") {
    auto row = pending_row(1);
    row.session = first_session + 1;
    CHECK(look_for_start(snapshot({row}), mark()) == ask_request);
    CHECK(look_for_start(of(row), ours()) == started);
}

TEST_CASE("somebody else's request sends to the history for what may have been before it",
          "[agent][confirm]") {
    CHECK(look_for_start(of(running_row(1, 2), "1"), ours()) == ask_history);
    CHECK(look_for_start(of(running_row(3600, 3601)), ours()) == ask_long_history);
    CHECK(look_for_start(of(running_row(3600, 3601), "1"), ours()) == ask_long_history);
}

TEST_CASE("a run of ours that came and went before somebody else's is found in history",
          "[agent][confirm]") {
    auto const asked = GENERATE(ask_history, ask_long_history);
    CHECK(look_for_start(history_with(3), ours(), asked) == started);
    CHECK(look_for_start(history_with(3, "User bob"), ours(), asked) == somebody_else);
    CHECK(look_for_start(history_with(3, "Schedule 17 (nightly)"), ours(), asked) == somebody_else);
    CHECK(look_for_start(history_with(3600), ours(), asked) == somebody_else);
}

TEST_CASE("where history may have been trimmed since, it proves no absence", "[agent][confirm]") {
    auto trimmed = history_with(3600);
    trimmed.pop_back();
    CHECK(look_for_start(trimmed, ours(), ask_long_history) == hidden);
    // Within the window nothing is trimmed that quickly.
    CHECK(look_for_start(trimmed, ours(), ask_history) == somebody_else);
}

TEST_CASE("hidden activity proves a start, but never its absence", "[agent][confirm]") {
    job_mark const unseen{our_job, std::nullopt, std::nullopt, known_history, at(0)};
    CHECK(look_for_start(without_our_row(), unseen) == ask_job);
    CHECK(look_for_start(snapshot({}), unseen) == ask_job);
    auto const idle = job_in_state(job_state::idle);
    auto const runs = job_in_state(job_state::executing);
    CHECK(look_for_start(runs, {}, ours(unseen)) == started);
    CHECK(look_for_start(idle, history_with(3), ours(unseen)) == started);
    CHECK(look_for_start(idle, {history_row(90, 0, run_status::succeeded, -60)}, ours(unseen)) ==
          hidden);
}

TEST_CASE("where activity is hidden, a run that follows somebody else's is not taken for ours",
          "[agent][confirm]") {
    auto const runs = job_in_state(job_state::executing);
    CHECK(look_for_start(runs, history_with(3600), ours()) == hidden);
    CHECK(look_for_start(runs, history_with(3, "User bob"), ours()) == hidden);
    CHECK(look_for_start(runs, history_with(3), ours()) == started);
}
