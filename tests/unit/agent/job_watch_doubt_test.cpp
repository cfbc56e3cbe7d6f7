// A start that was never acknowledged: is what runs ours?
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

/// With a window of a minute.
job_watch_fsm in_doubt(job_mark const& before = timed_mark()) {
    job_watch_fsm watch(before, 60s);
    watch.doubt_start("ssislb");
    return watch;
}

/// A run of one step, and who invoked it.
std::vector<job_history_row> run(std::int32_t id, double began, std::string const& who,
                                 std::int32_t status = run_status::succeeded) {
    auto outcome = history_row(id, 0, status, began);
    outcome.message = "The job ended.  The Job was invoked by " + who +
                      ".  The last step to run was step 1 (load).";
    return {outcome, history_row(id - 1, 1, status, began)};
}

std::vector<job_history_row> both(std::vector<job_history_row> newer,
                                  std::vector<job_history_row> const& older) {
    newer.insert(newer.end(), older.begin(), older.end());
    return newer;
}

/// Up to the end of a run that was requested at 1 and began at 2.
void see_run_to_its_end(job_watch_fsm& watch) {
    REQUIRE(watch.on_activity(snapshot({running_row(1, 2)})).started == at(2));
    REQUIRE(watch.on_activity(snapshot({ended_row(1, 2, 9, 102)})).next ==
            watch_step::read_history);
}

} // namespace

TEST_CASE("a run in doubt that our login invoked is ours", "[agent][watch][doubt]") {
    auto watch = in_doubt();
    see_run_to_its_end(watch);
    CHECK(watch.on_history(run(102, 2, "User SsisLB")).next == watch_step::finished);
    CHECK(watch.take_run().history == 102);
}

TEST_CASE("a run in doubt that somebody else invoked is not ours, once ours can come no more",
          "[agent][watch][doubt]") {
    auto const who = GENERATE("User bob", "Schedule 17 (nightly)");
    auto watch = in_doubt();
    see_run_to_its_end(watch);
    CHECK(watch.on_history(run(102, 2, who)).next == watch_step::ask_time);
    CHECK(watch.on_time(at(60)).next == watch_step::keep_waiting);
    CHECK(watch.is_unsettled());
    CHECK(watch.on_activity(snapshot({ended_row(1, 2, 9, 102)})).next == watch_step::read_history);
    CHECK(watch.on_history(run(102, 2, who)).next == watch_step::ask_time);
    CHECK(watch.on_time(std::nullopt).next == watch_step::keep_waiting);
    auto const end = watch.on_time(at(61));
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::not_our_run);
}

TEST_CASE("a run in doubt of which nothing tells who invoked it counts as ours",
          "[agent][watch][doubt]") {
    auto watch = in_doubt();
    see_run_to_its_end(watch);
    CHECK(watch
              .on_history({history_row(102, 0, run_status::failed, 2),
                           history_row(101, 1, run_status::failed, 2)})
              .next == watch_step::finished);
    CHECK(watch.take_run().result.job == outcome::failed);
}

TEST_CASE("a start that was accepted is not doubted, whatever history says",
          "[agent][watch][doubt]") {
    auto const who = GENERATE("User bob", "Schedule 17 (nightly)");
    job_watch_fsm watch(timed_mark(), 60s);
    see_run_to_its_end(watch);
    CHECK(watch.on_history(run(102, 2, who)).next == watch_step::finished);
}

TEST_CASE("behind somebody else's run ours is found, if it came in time", "[agent][watch][doubt]") {
    auto watch = in_doubt();
    CHECK(watch.on_activity(snapshot({ended_row(10, 11, 12, 104)})).next ==
          watch_step::read_history);
    CHECK(watch
              .on_history(
                  both(run(104, 11, "User ssislb", run_status::failed), run(102, 2, "User bob")))
              .next == watch_step::finished);
    auto const ours = watch.take_run();
    CHECK(ours.history == 104);
    CHECK(ours.result.job == outcome::failed);
}

TEST_CASE("ours may have waited for a thread longer than the window", "[agent][watch][doubt]") {
    auto watch = in_doubt();
    CHECK(watch.on_activity(snapshot({ended_row(10, 100, 120, 104)})).next ==
          watch_step::read_history);
    CHECK(watch.on_history(both(run(104, 100, "User ssislb"), run(102, 2, "User bob"))).next ==
          watch_step::finished);
    CHECK(watch.take_run().history == 104);
}

TEST_CASE("a request of ours that was refused is no run of ours", "[agent][watch][doubt]") {
    auto watch = in_doubt();
    see_run_to_its_end(watch);
    auto refused = history_row(103, 0, run_status::failed, 5);
    refused.message = "Request to run job load (from User ssislb) refused because the job is "
                      "already running from a request by User bob.";
    CHECK(watch.on_history(both({refused}, run(102, 2, "User bob"))).next == watch_step::ask_time);
}

TEST_CASE("a run whose history row is trimmed is judged by the message that the activity shows",
          "[agent][watch][doubt]") {
    auto watch = in_doubt();
    REQUIRE(watch.on_activity(snapshot({running_row(1, 2)})).started == at(2));
    auto end = ended_row(1, 2, 9, 102);
    end.message = run(102, 2, "User bob").front().message;
    CHECK(watch.on_activity(snapshot({end})).next == watch_step::read_history);
    CHECK(watch.on_history({}).next == watch_step::ask_time);
}

TEST_CASE("a run of which the last run alone is left is judged by that one's message",
          "[agent][watch][doubt]") {
    auto watch = in_doubt();
    REQUIRE(watch.on_activity(snapshot({running_row(1, 2)})).started == at(2));
    auto end = ended_row(1, 2, 9, 102);
    end.run_status.reset();
    CHECK(watch.on_activity(snapshot({end})).next == watch_step::read_history);
    CHECK(watch.on_history({}).next == watch_step::ask_last_run);
    detail::last_run const last{
        at(2), outcome::succeeded, {}, run(102, 2, "User bob").front().message};
    CHECK(watch.on_last_run(last).next == watch_step::ask_time);
}

TEST_CASE("a request that came too late is not followed, and what was before it is ours",
          "[agent][watch][doubt]") {
    auto watch = in_doubt();
    auto const later = GENERATE(pending_row(3600), running_row(3600, 3601));
    auto const first = watch.on_activity(snapshot({later}));
    CHECK(first.next == watch_step::read_history);
    CHECK_FALSE(first.started);
    auto const end = watch.on_history(run(102, 2, "User ssislb", run_status::failed));
    CHECK(end.next == watch_step::finished);
    CHECK(end.started == at(2));
    CHECK(watch.take_run().result.job == outcome::failed);
}

TEST_CASE("a request that came too late is not ours when ours has left nothing",
          "[agent][watch][doubt]") {
    auto watch = in_doubt();
    CHECK(watch.on_activity(snapshot({ended_row(7200, 7201, 7300, 106)})).next ==
          watch_step::read_history);
    // A later run of our own login, too.
    auto const end =
        watch.on_history(both(run(106, 7201, "User ssislb"), run(104, 3600, "User ssislb")));
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::outcome_lost);
}
