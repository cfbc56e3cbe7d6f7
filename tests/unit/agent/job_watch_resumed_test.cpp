// A run that somebody else has watched before, who died: hours may have passed.
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

/// Ours was requested at 1 and began at 3, as the journal tells.
job_watch_fsm resumed() {
    job_watch_fsm watch(timed_mark(), 60s);
    watch.know_start(at(3));
    return watch;
}

std::vector<job_history_row> run(std::int32_t id, double began, std::int32_t status) {
    return {history_row(id, 0, status, began), history_row(id - 1, 1, status, began)};
}

} // namespace

TEST_CASE("a known run that goes on is waited for, and its pick-up is not told again",
          "[agent][watch][resumed]") {
    auto watch = resumed();
    CHECK(watch.started() == at(3));
    auto const verdict = watch.on_activity(snapshot({running_row(1, 3)}));
    CHECK(verdict.next == watch_step::keep_waiting);
    CHECK_FALSE(verdict.started);
    CHECK(watch.should_run());
    CHECK(watch.on_activity(snapshot({ended_row(1, 3, 9, 102)})).next == watch_step::read_history);
    CHECK(watch.on_history(run(102, 3, run_status::succeeded)).next == watch_step::finished);
    CHECK(watch.take_run().history == 102);
}

TEST_CASE("a known run that has ended while nobody watched has its outcome",
          "[agent][watch][resumed]") {
    auto watch = resumed();
    CHECK(watch.on_activity(snapshot({ended_row(1, 3, 9, 102)})).next == watch_step::read_history);
    CHECK(watch.on_history(run(102, 3, run_status::failed)).next == watch_step::finished);
    CHECK(watch.take_run().result.job == outcome::failed);
}

TEST_CASE("a run that began later is not the known one", "[agent][watch][resumed]") {
    auto const later =
        GENERATE(running_row(20, 21), running_row(1, 3.5), ended_row(20, 21, 30, 104));
    auto watch = resumed();
    auto const first = watch.on_activity(snapshot({later}));
    CHECK(first.next == watch_step::read_history);
    CHECK_FALSE(first.started);
    CHECK(watch.on_history(run(102, 3, run_status::failed)).next == watch_step::finished);
    auto const ours = watch.take_run();
    CHECK(ours.history == 102);
    CHECK(ours.result.started == at(3));
}

TEST_CASE("a later request that still shows the known start is not the known run",
          "[agent][watch][resumed]") {
    auto row = ended_row(20, 3, 9, 102);
    auto watch = resumed();
    CHECK(watch.on_activity(snapshot({row})).next == watch_step::read_history);
    CHECK(watch.on_history(run(102, 3, run_status::failed)).next == watch_step::finished);
    // When it was requested nobody has seen.
    CHECK_FALSE(watch.take_run().requested);
}

TEST_CASE("an earlier run of the same mark does not pass for the known one",
          "[agent][watch][resumed]") {
    auto watch = resumed();
    CHECK(watch.on_activity(snapshot({ended_row(1, 3, 9, 104)})).next == watch_step::read_history);
    auto rows = run(104, 3, run_status::succeeded);
    for (auto& each : run(102, 0, run_status::failed))
        rows.push_back(each);
    CHECK(watch.on_history(rows).next == watch_step::finished);
    CHECK(watch.take_run().history == 104);
}

TEST_CASE("a known run whose history is trimmed is lost, not the later one",
          "[agent][watch][resumed]") {
    auto watch = resumed();
    CHECK(watch.on_activity(snapshot({ended_row(3600, 3601, 3700, 104)})).next ==
          watch_step::read_history);
    CHECK(watch.on_history(run(104, 3601, run_status::succeeded)).next == watch_step::ask_last_run);
    auto const end = watch.on_last_run(detail::last_run{at(3601), outcome::succeeded, {}, {}});
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::outcome_lost);
}

TEST_CASE("a known run under which the Agent died is lost", "[agent][watch][resumed]") {
    auto watch = resumed();
    job_activity fresh;
    fresh.session = first_session + 1;
    fresh.job = our_job;
    CHECK(watch.on_activity(snapshot({fresh})).next == watch_step::ask_old_session);
    auto const end = watch.on_old_session(running_row(1, 3));
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::agent_restarted);
}

TEST_CASE("a known run that ended before the Agent restarted has its outcome",
          "[agent][watch][resumed]") {
    auto watch = resumed();
    auto later = running_row(3600, 3601);
    later.session = first_session + 1;
    CHECK(watch.on_activity(snapshot({later})).next == watch_step::ask_old_session);
    CHECK(watch.on_old_session(ended_row(1, 3, 9, 102)).next == watch_step::read_history);
    CHECK(watch.on_history(run(102, 3, run_status::failed)).next == watch_step::finished);
    CHECK(watch.take_run().history == 102);
}

TEST_CASE("an accepted start is lost, not a run hours later, where its history may be trimmed",
          "[agent][watch][resumed]") {
    job_watch_fsm watch(timed_mark(), 60s);
    CHECK(watch.on_activity(snapshot({running_row(3600, 3601)})).next == watch_step::read_history);
    auto const end = watch.on_history({});
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::outcome_lost);
}

TEST_CASE("the start that was known and the mark's time stand in what is told of the run",
          "[agent][watch][resumed]") {
    auto watch = resumed();
    CHECK(watch.on_activity(snapshot({ended_row(1, 3, 9, 102)})).next == watch_step::read_history);
    CHECK(watch.on_history(run(102, 3, run_status::failed)).next == watch_step::finished);
    CHECK(watch.take_run().before == timed_mark());
}

TEST_CASE("an accepted start whose run nobody saw is not looked for in a request hours later",
          "[agent][watch][resumed]") {
    job_watch_fsm watch(timed_mark(), 60s);
    auto const first = watch.on_activity(snapshot({running_row(3600, 3601)}));
    CHECK(first.next == watch_step::read_history);
    CHECK_FALSE(first.started);
    CHECK(watch.on_history(run(102, 3, run_status::failed)).next == watch_step::finished);
    CHECK(watch.take_run().history == 102);
}

TEST_CASE("an accepted start is ours, however late by the server's clock, if it is the only one",
          "[agent][watch][resumed]") {
    job_watch_fsm watch(timed_mark(), 60s);
    CHECK(watch.on_activity(snapshot({running_row(3600, 3601)})).next == watch_step::read_history);
    auto const believed = watch.on_history({history_row(90, 0, run_status::failed, -60)});
    CHECK(believed.next == watch_step::keep_waiting);
    CHECK(believed.started == at(3601));
    CHECK(watch.on_activity(snapshot({ended_row(3600, 3601, 3700, 102)})).next ==
          watch_step::read_history);
    CHECK(watch.on_history(run(102, 3601, run_status::succeeded)).next == watch_step::finished);
}
