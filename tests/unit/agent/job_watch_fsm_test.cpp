// The usual course of a run, and what looks like its end but is not.
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("a run is followed from acceptance over pick-up to its end", "[agent][watch]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({idle_row()})).next == watch_step::keep_waiting);
    CHECK(watch.on_activity(snapshot({pending_row(1)})).next == watch_step::keep_waiting);

    auto const picked_up = watch.on_activity(snapshot({running_row(1, 3)}));
    CHECK(picked_up.next == watch_step::keep_waiting);
    CHECK(picked_up.started == at(3));

    CHECK(watch.on_activity(snapshot({ended_row(1, 3, 9, 102)})).next == watch_step::read_history);
    auto const end = watch.on_history({history_row(102, 0, run_status::succeeded, 3, 6),
                                       history_row(101, 1, run_status::succeeded, 3, 6),
                                       history_row(90, 0, run_status::failed, -60)});
    CHECK(end.next == watch_step::finished);
    CHECK_FALSE(end.started);

    auto const run = watch.take_run();
    CHECK(run.evidence == outcome_evidence::history);
    CHECK(run.history == 102);
    CHECK(run.result.job == outcome::succeeded);
    CHECK(run.requested == at(1));
    CHECK(run.result.started == at(3));
    CHECK(run.stopped == at(9));
    REQUIRE(run.rows.size() == 2);
    CHECK(run.rows.front().step == 1);
    CHECK(run.rows.back().is_job_outcome());
}

TEST_CASE("an accepted request is not a started run", "[agent][watch]") {
    job_watch_fsm watch(mark());
    for (int poll = 0; poll < 1000; ++poll) {
        auto const verdict = watch.on_activity(snapshot({pending_row(1)}));
        REQUIRE(verdict.next == watch_step::keep_waiting);
        REQUIRE_FALSE(verdict.started);
    }
}

TEST_CASE("a pick-up is told once", "[agent][watch]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).started == at(3));
    CHECK_FALSE(watch.on_activity(snapshot({running_row(1, 3)})).started);
}

TEST_CASE("the end of the run before is not taken for ours", "[agent][watch]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({idle_row()})).next == watch_step::keep_waiting);
    // The Agent has noted the request, and the row still shows how the last run ended.
    auto row = idle_row();
    row.run_requested = at(1);
    CHECK(watch.on_activity(snapshot({row})).next == watch_step::keep_waiting);
}

TEST_CASE("a run that ended before the first look is found", "[agent][watch]") {
    job_watch_fsm watch(mark());
    auto const look = watch.on_activity(snapshot({ended_row(1, 1, 1, 102)}));
    CHECK(look.next == watch_step::read_history);
    auto const end = watch.on_history(
        {history_row(102, 0, run_status::failed, 1), history_row(101, 1, run_status::failed, 1)});
    CHECK(end.next == watch_step::finished);
    CHECK(end.started == at(1));
    CHECK(watch.take_run().result.job == outcome::failed);
}

TEST_CASE("a run requested in the same second as the one before is told by its history",
          "[agent][watch]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({ended_row(-60, -60, -60, 102)})).next ==
          watch_step::read_history);
    CHECK(watch.on_history({history_row(102, 0, run_status::canceled, -60)}).next ==
          watch_step::finished);
    CHECK(watch.take_run().result.job == outcome::canceled);
}

TEST_CASE("a clock that was set back between two runs does not hide the run", "[agent][watch]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(-3500, -3499)})).started == at(-3499));
    CHECK(watch.on_activity(snapshot({ended_row(-3500, -3499, -3490, 102)})).next ==
          watch_step::read_history);
    CHECK(watch.on_history({history_row(102, 0, run_status::succeeded, -3499)}).next ==
          watch_step::finished);
}

TEST_CASE("the first run of a job is followed too", "[agent][watch]") {
    auto never_ran = idle_row();
    never_ran.run_requested = never_ran.started = never_ran.stopped = std::nullopt;
    never_ran.history = never_ran.run_status = std::nullopt;
    job_watch_fsm watch({our_job, first_session, std::nullopt, 0});
    CHECK(watch.on_activity(snapshot({never_ran})).next == watch_step::keep_waiting);
    CHECK(watch.on_activity(snapshot({running_row(1, 2)})).started == at(2));
    CHECK(watch.on_activity(snapshot({ended_row(1, 2, 3, 1)})).next == watch_step::read_history);
    CHECK(watch.on_history({history_row(1, 0, run_status::succeeded, 2)}).next ==
          watch_step::finished);
}

TEST_CASE("a question that could not be asked is asked again after the next look",
          "[agent][watch]") {
    job_watch_fsm watch(mark());
    auto const ended = snapshot({ended_row(1, 3, 9, 102)});
    CHECK(watch.on_activity(ended).next == watch_step::read_history);
    CHECK(watch.on_activity(ended).next == watch_step::read_history);
    CHECK(watch.on_history({history_row(102, 0, run_status::succeeded, 3)}).next ==
          watch_step::finished);
}

TEST_CASE("a request refused in the midst of a run leaves a row that is not the outcome",
          "[agent][watch]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({ended_row(1, 3, 9, 104)})).next == watch_step::read_history);
    CHECK(watch
              .on_history({history_row(101, 1, run_status::succeeded, 3),
                           history_row(102, 0, run_status::failed, 5, 0),
                           history_row(103, 2, run_status::succeeded, 6),
                           history_row(104, 0, run_status::succeeded, 3)})
              .next == watch_step::finished);
    auto const run = watch.take_run();
    CHECK(run.history == 104);
    CHECK(run.result.job == outcome::succeeded);
    REQUIRE(run.rows.size() == 3);
    CHECK(run.rows[1].step == 2);
}
