// History rows that are gone when they are read.
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

TEST_CASE("a trimmed run is told by the activity that still held its status",
          "[agent][watch][trimmed]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({ended_row(1, 3, 9, 102, run_status::failed)})).next ==
          watch_step::read_history);
    auto const end = watch.on_history({});
    CHECK(end.next == watch_step::finished);
    CHECK(end.started == at(3));
    auto const run = watch.take_run();
    CHECK(run.evidence == outcome_evidence::activity);
    CHECK(run.result.job == outcome::failed);
    CHECK(run.result.package == outcome::failed);
    CHECK(run.result.duration == std::chrono::seconds{6});
    CHECK(run.rows.empty());
}

namespace {

job_activity ended_and_trimmed() {
    auto row = ended_row(1, 3.5, 9, 102);
    row.run_status = std::nullopt;
    return row;
}

} // namespace

TEST_CASE("a trimmed run is told by the last run if the time is its own",
          "[agent][watch][trimmed]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({ended_and_trimmed()})).next == watch_step::read_history);
    CHECK(watch.on_history({}).next == watch_step::ask_last_run);
    CHECK(watch.on_last_run(detail::last_run{at(3), outcome::canceled, {}, "stopped"}).next ==
          watch_step::finished);
    auto const run = watch.take_run();
    CHECK(run.evidence == outcome_evidence::last_run);
    CHECK(run.result.job == outcome::canceled);
    CHECK(run.result.message == "stopped");
    CHECK(run.history == 0);
}

TEST_CASE("the last run alone proves nothing", "[agent][watch][trimmed]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({ended_and_trimmed()})).next == watch_step::read_history);
    CHECK(watch.on_history({}).next == watch_step::ask_last_run);
    auto const answer = GENERATE(std::optional<detail::last_run>{},
                                 detail::last_run{at(2), outcome::succeeded, {}, {}},
                                 detail::last_run{at(-60), outcome::succeeded, {}, {}},
                                 detail::last_run{std::nullopt, outcome::succeeded, {}, {}});
    auto const end = watch.on_last_run(answer);
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::outcome_lost);
}

TEST_CASE("a run without a row in history is not endless", "[agent][watch][trimmed]") {
    job_watch_fsm watch(mark());
    auto row = ended_row(1, 3, 9, 0);
    row.history = row.run_status = std::nullopt;
    CHECK(watch.on_activity(snapshot({row})).next == watch_step::read_history);
    CHECK(watch.on_history({}).next == watch_step::ask_last_run);
    CHECK(watch.on_last_run(std::nullopt).reason == agent_errc::outcome_lost);
}
