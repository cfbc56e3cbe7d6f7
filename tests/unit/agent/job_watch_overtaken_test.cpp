// Somebody else starts the job again before we look.
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("a later run does not pass for ours when ours was seen to run",
          "[agent][watch][overtaken]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).started == at(3));
    auto const later = GENERATE(pending_row(20), running_row(20, 21), ended_row(20, 21, 30, 104));
    CHECK(watch.on_activity(snapshot({later})).next == watch_step::read_history);
    auto const end = watch.on_history({history_row(104, 0, run_status::succeeded, 21),
                                       history_row(103, 1, run_status::succeeded, 21),
                                       history_row(102, 0, run_status::failed, 3),
                                       history_row(101, 1, run_status::failed, 3)});
    CHECK(end.next == watch_step::finished);
    auto const run = watch.take_run();
    CHECK(run.history == 102);
    CHECK(run.result.job == outcome::failed);
    CHECK(run.rows.size() == 2);
}

TEST_CASE("a later run does not pass for ours when ours was never seen",
          "[agent][watch][overtaken]") {
    job_watch_fsm watch(mark());
    // Ours ran from 1 to 2; the first look shows the next one.
    CHECK(watch.on_activity(snapshot({running_row(20, 21)})).next == watch_step::keep_waiting);
    CHECK(watch.on_activity(snapshot({ended_row(20, 21, 30, 104)})).next ==
          watch_step::read_history);
    CHECK(watch
              .on_history({history_row(104, 0, run_status::succeeded, 21),
                           history_row(103, 1, run_status::succeeded, 21),
                           history_row(102, 0, run_status::failed, 1),
                           history_row(101, 1, run_status::failed, 1)})
              .next == watch_step::finished);
    auto const run = watch.take_run();
    CHECK(run.history == 102);
    CHECK(run.result.job == outcome::failed);
    CHECK(run.result.started == at(1));
    CHECK_FALSE(run.requested);
}

TEST_CASE("of several runs since the mark the first one is ours", "[agent][watch][overtaken]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({ended_row(40, 41, 42, 106)})).next ==
          watch_step::read_history);
    CHECK(watch
              .on_history({history_row(106, 0, run_status::succeeded, 41),
                           history_row(104, 0, run_status::succeeded, 20),
                           history_row(102, 0, run_status::canceled, 3)})
              .next == watch_step::finished);
    CHECK(watch.take_run().result.job == outcome::canceled);
}

TEST_CASE("an overtaken run whose row is trimmed is lost, not the later one",
          "[agent][watch][overtaken]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).started == at(3));
    CHECK(watch.on_activity(snapshot({ended_row(20, 21, 30, 104)})).next ==
          watch_step::read_history);
    CHECK(watch.on_history({history_row(104, 0, run_status::succeeded, 21)}).next ==
          watch_step::ask_last_run);
    detail::last_run const later{at(21), outcome::succeeded, {}, {}};
    auto const end = watch.on_last_run(later);
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::outcome_lost);
}

TEST_CASE("an overtaken run is told by the last run while the later one goes on",
          "[agent][watch][overtaken]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3.25)})).started == at(3.25));
    CHECK(watch.on_activity(snapshot({running_row(20, 21)})).next == watch_step::read_history);
    CHECK(watch.on_history({}).next == watch_step::ask_last_run);
    CHECK(watch.on_last_run(detail::last_run{at(3), outcome::failed, {}, "gone"}).next ==
          watch_step::finished);
    auto const run = watch.take_run();
    CHECK(run.evidence == outcome_evidence::last_run);
    CHECK(run.result.job == outcome::failed);
}

TEST_CASE("an overtaken run that was seen pending only is lost when nothing is left of it",
          "[agent][watch][overtaken]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({pending_row(1)})).next == watch_step::keep_waiting);
    CHECK(watch.on_activity(snapshot({ended_row(20, 21, 30, 104)})).next ==
          watch_step::read_history);
    auto const end = watch.on_history({history_row(104, 0, run_status::succeeded, 21)});
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::outcome_lost);
}

TEST_CASE("a later run with the request time of ours does not pass for ours",
          "[agent][watch][overtaken]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 1)})).started == at(1));
    auto const later = GENERATE(running_row(1, 1.5), ended_row(1, 1.5, 1.8, 104));
    CHECK(watch.on_activity(snapshot({later})).next == watch_step::read_history);
    CHECK(watch
              .on_history({history_row(101, 1, run_status::failed, 1),
                           history_row(102, 0, run_status::failed, 1),
                           history_row(103, 1, run_status::succeeded, 1),
                           history_row(104, 0, run_status::succeeded, 1)})
              .next == watch_step::finished);
    CHECK(watch.take_run().history == 102);
}

TEST_CASE("a later run that began in the same second is not ours when our row is trimmed",
          "[agent][watch][overtaken]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).started == at(3));
    CHECK(watch.on_activity(snapshot({ended_row(3.4, 3.6, 3.9, 104)})).next ==
          watch_step::read_history);
    CHECK(watch
              .on_history({history_row(103, 1, run_status::succeeded, 3),
                           history_row(104, 0, run_status::succeeded, 3)})
              .next == watch_step::ask_last_run);
}

TEST_CASE("history may date the start of a run a second later than the activity",
          "[agent][watch][overtaken]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3.9)})).started == at(3.9));
    CHECK(watch.on_activity(snapshot({pending_row(20)})).next == watch_step::read_history);
    CHECK(watch
              .on_history({history_row(101, 1, run_status::failed, 4),
                           history_row(102, 0, run_status::failed, 4)})
              .next == watch_step::finished);
    CHECK(watch.take_run().history == 102);
}
