// The login sees the job, but not its activity.
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

job_mark hidden_mark() {
    return {our_job, std::nullopt, std::nullopt, known_history};
}

watch_verdict look(job_watch_fsm& watch, agent_job const& job) {
    REQUIRE(watch.on_activity(without_our_row()).next == watch_step::ask_job);
    return watch.on_job(job);
}

} // namespace

TEST_CASE("without activity a run is followed by the job's state and history",
          "[agent][watch][hidden]") {
    job_watch_fsm watch(hidden_mark());
    auto const state = GENERATE(job_state::executing, job_state::waiting_for_thread,
                                job_state::between_retries, job_state::completing);
    CHECK(look(watch, job_in_state(state)).next == watch_step::keep_waiting);
    CHECK(look(watch, job_in_state(job_state::idle)).next == watch_step::read_history);
    auto const end = watch.on_history({history_row(102, 0, run_status::failed, 3),
                                       history_row(101, 1, run_status::failed, 3),
                                       history_row(90, 0, run_status::succeeded, -60)});
    CHECK(end.next == watch_step::finished);
    CHECK(end.started == at(3));
    CHECK(watch.take_run().result.job == outcome::failed);
}

TEST_CASE("idle without a new row means not picked up yet", "[agent][watch][hidden]") {
    job_watch_fsm watch(hidden_mark());
    for (int poll = 0; poll < 100; ++poll) {
        REQUIRE(look(watch, job_in_state(job_state::idle)).next == watch_step::read_history);
        REQUIRE(watch.on_history({history_row(90, 0, run_status::succeeded, -60)}).next ==
                watch_step::keep_waiting);
    }
}

TEST_CASE("without activity the first run since the mark is ours", "[agent][watch][hidden]") {
    job_watch_fsm watch(hidden_mark());
    CHECK(look(watch, job_in_state(job_state::idle)).next == watch_step::read_history);
    CHECK(watch
              .on_history({history_row(104, 0, run_status::succeeded, 20),
                           history_row(103, 1, run_status::succeeded, 20),
                           history_row(102, 0, run_status::canceled, 3),
                           history_row(101, 1, run_status::canceled, 3)})
              .next == watch_step::finished);
    CHECK(watch.take_run().result.job == outcome::canceled);
}

TEST_CASE("without activity a refused request's row is not the outcome", "[agent][watch][hidden]") {
    job_watch_fsm watch(hidden_mark());
    auto const refused_at = GENERATE(3, 4);
    CHECK(look(watch, job_in_state(job_state::idle)).next == watch_step::read_history);
    CHECK(watch
              .on_history({history_row(101, 0, run_status::failed, refused_at, 0),
                           history_row(102, 1, run_status::succeeded, 3),
                           history_row(103, 0, run_status::succeeded, 3)})
              .next == watch_step::finished);
    CHECK(watch.take_run().history == 103);
}

TEST_CASE("without activity a trimmed run is told by a last run that changed while it was watched",
          "[agent][watch][hidden]") {
    job_watch_fsm watch(hidden_mark());
    CHECK(look(watch, job_in_state(job_state::executing)).next == watch_step::keep_waiting);
    auto idle = job_in_state(job_state::idle);
    // Idle shows before last_run_* does.
    CHECK(look(watch, idle).next == watch_step::read_history);
    CHECK(watch.on_history({}).next == watch_step::keep_waiting);
    idle.last_run = at(3);
    idle.last_run_outcome = outcome::failed;
    CHECK(look(watch, idle).next == watch_step::read_history);
    CHECK(watch.on_history({}).next == watch_step::finished);
    CHECK(watch.take_run().result.job == outcome::failed);
}

TEST_CASE("without activity a run that vanished without a trace is lost",
          "[agent][watch][hidden]") {
    job_watch_fsm watch(hidden_mark());
    CHECK(look(watch, job_in_state(job_state::executing)).next == watch_step::keep_waiting);
    auto last = watch_step::keep_waiting;
    for (int poll = 0; poll < 100 && last != watch_step::lost; ++poll) {
        REQUIRE(look(watch, job_in_state(job_state::idle)).next == watch_step::read_history);
        last = watch.on_history({}).next;
    }
    CHECK(last == watch_step::lost);
}

TEST_CASE("a row that vanishes in mid-run does not end the wait", "[agent][watch][hidden]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).started == at(3));
    CHECK(look(watch, job_in_state(job_state::executing)).next == watch_step::keep_waiting);
    CHECK(watch.on_activity(snapshot({})).next == watch_step::ask_job);
    CHECK(watch.on_activity(snapshot({ended_row(1, 3, 9, 102)})).next == watch_step::read_history);
    CHECK(watch.on_history({history_row(102, 0, run_status::succeeded, 3)}).next ==
          watch_step::finished);
}

TEST_CASE("a job that was deleted takes its outcome with it", "[agent][watch][hidden]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(without_our_row()).next == watch_step::ask_job);
    auto const end = watch.on_job(std::nullopt);
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::outcome_lost);
}

TEST_CASE("a job that completes may show this run as its last one already",
          "[agent][watch][hidden]") {
    job_watch_fsm watch(hidden_mark());
    auto completing = job_in_state(job_state::completing);
    completing.last_run = at(3);
    auto idle = completing;
    idle.execution_status = job_state::idle;
    CHECK(look(watch, job_in_state(job_state::executing)).next == watch_step::keep_waiting);
    CHECK(look(watch, completing).next == watch_step::keep_waiting);
    CHECK(look(watch, idle).next == watch_step::read_history);
    CHECK(watch.on_history({}).next == watch_step::finished);
}

TEST_CASE("only an idle job of which nothing was seen is in the dark", "[agent][watch][hidden]") {
    job_watch_fsm watch(hidden_mark());
    auto const look_at_idle = [&] {
        REQUIRE(look(watch, job_in_state(job_state::idle)).next == watch_step::read_history);
        REQUIRE(watch.on_history({}).next == watch_step::keep_waiting);
    };
    CHECK_FALSE(watch.is_in_the_dark());
    look_at_idle();
    CHECK(watch.is_in_the_dark());
    look(watch, job_in_state(job_state::executing));
    CHECK_FALSE(watch.is_in_the_dark());
    look_at_idle();
    CHECK_FALSE(watch.is_in_the_dark());
}
