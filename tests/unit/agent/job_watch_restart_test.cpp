// The Agent restarts while somebody waits.
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

job_activity in_session(std::int32_t session, job_activity row) {
    row.session = session;
    return row;
}

/// A session in which the job was never asked for.
job_activity unused(std::int32_t session) {
    job_activity row;
    row.session = session;
    row.job = our_job;
    return row;
}

/// What the new session shows.
sighting next_session() {
    return snapshot({unused(first_session + 1)});
}

} // namespace

TEST_CASE("a run that was open when the Agent restarted is lost", "[agent][watch][restart]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).started == at(3));
    CHECK(watch.on_activity(next_session()).next == watch_step::ask_old_session);
    auto const end = watch.on_old_session(running_row(1, 3));
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::agent_restarted);
}

TEST_CASE("a request that was pending when the Agent restarted is lost",
          "[agent][watch][restart]") {
    job_watch_fsm watch(mark());
    auto const before = GENERATE(std::optional<job_activity>{}, idle_row());
    CHECK(watch.on_activity(next_session()).next == watch_step::ask_old_session);
    CHECK(watch.on_old_session(before).reason == agent_errc::agent_restarted);
}

TEST_CASE("a run of the new session does not pass for ours", "[agent][watch][restart]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).started == at(3));
    auto row = ended_row(50, 51, 52, 103);
    row.session = first_session + 1;
    CHECK(watch.on_activity(snapshot({row})).next == watch_step::ask_old_session);
    CHECK(watch.on_old_session(running_row(1, 3)).reason == agent_errc::agent_restarted);
}

TEST_CASE("a run that ended before the Agent restarted keeps its outcome",
          "[agent][watch][restart]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).started == at(3));
    CHECK(watch.on_activity(next_session()).next == watch_step::ask_old_session);
    CHECK(watch.on_old_session(ended_row(1, 3, 9, 102)).next == watch_step::read_history);
    CHECK(watch.on_history({history_row(102, 0, run_status::failed, 3)}).next ==
          watch_step::finished);
    CHECK(watch.take_run().result.job == outcome::failed);
}

TEST_CASE("a row that an orderly shutdown wrote is no outcome of a run that was cut off",
          "[agent][watch][restart]") {
    job_watch_fsm watch(mark());
    // Never seen to run; its row stays open, and history has a canceled row.
    CHECK(watch.on_activity(next_session()).next == watch_step::ask_old_session);
    CHECK(watch.on_old_session(running_row(1, 3)).next == watch_step::read_history);
    auto const end = watch.on_history({history_row(102, 0, run_status::canceled, 3)});
    CHECK(end.next == watch_step::lost);
    CHECK(end.reason == agent_errc::agent_restarted);
}

TEST_CASE("somebody else's run was cut off by the restart, ours had ended before",
          "[agent][watch][restart]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(next_session()).next == watch_step::ask_old_session);
    CHECK(watch.on_old_session(running_row(20, 21)).next == watch_step::read_history);
    CHECK(watch.on_history({history_row(102, 0, run_status::succeeded, 3)}).next ==
          watch_step::finished);
    CHECK(watch.take_run().result.job == outcome::succeeded);
}

TEST_CASE("a start that the Agent accepted after a restart lives in the new session",
          "[agent][watch][restart]") {
    job_watch_fsm watch(mark());
    auto running = running_row(1, 3);
    running.session = first_session + 1;
    CHECK(watch.on_activity(snapshot({running})).next == watch_step::ask_old_session);
    CHECK(watch.on_old_session(idle_row()).next == watch_step::keep_waiting);
    CHECK(watch.session() == first_session + 1);
    auto ended = ended_row(1, 3, 9, 102);
    ended.session = first_session + 1;
    CHECK(watch.on_activity(snapshot({ended})).next == watch_step::read_history);
    CHECK(watch.on_history({history_row(102, 0, run_status::failed, 3)}).next ==
          watch_step::finished);
    CHECK(watch.take_run().result.job == outcome::failed);
}

TEST_CASE("a start that the Agent accepted between two restarts is looked for in each session",
          "[agent][watch][restart]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({unused(first_session + 3)})).next ==
          watch_step::ask_old_session);
    CHECK(watch.session() == first_session);
    CHECK(watch.on_old_session(idle_row()).next == watch_step::ask_old_session);
    CHECK(watch.session() == first_session + 1);
    SECTION("it ended there") {
        auto const ended = in_session(first_session + 1, ended_row(1, 3, 9, 102));
        CHECK(watch.on_old_session(ended).next == watch_step::read_history);
        CHECK(watch.on_history({history_row(102, 0, run_status::failed, 3)}).next ==
              watch_step::finished);
        CHECK(watch.take_run().result.job == outcome::failed);
    }
    SECTION("it was cut off there") {
        auto const open = in_session(first_session + 1, running_row(1, 3));
        CHECK(watch.on_old_session(open).next == watch_step::read_history);
        CHECK(watch.on_history({}).reason == agent_errc::agent_restarted);
    }
    SECTION("it was in none of them") {
        CHECK(watch.on_old_session(unused(first_session + 1)).next == watch_step::ask_old_session);
        CHECK(watch.session() == first_session + 2);
        CHECK(watch.on_old_session(unused(first_session + 2)).reason ==
              agent_errc::agent_restarted);
    }
    SECTION("the server itself restarted, and its numbers have a gap") {
        CHECK(watch.on_old_session(std::nullopt).reason == agent_errc::agent_restarted);
    }
}

TEST_CASE("the session that is asked about is the one in which the run was seen",
          "[agent][watch][restart]") {
    // At the mark the job had no row yet.
    job_watch_fsm watch({our_job, std::nullopt, std::nullopt, known_history});
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).next == watch_step::keep_waiting);
    CHECK(watch.on_activity(next_session()).next == watch_step::ask_old_session);
    CHECK(watch.session() == first_session);
}

TEST_CASE("a run that the server knows no more is in the dark", "[agent][watch][restart]") {
    job_watch_fsm watch(mark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).next == watch_step::keep_waiting);
    CHECK_FALSE(watch.is_in_the_dark());
    // A msdb of before the start, in a session of the same number.
    CHECK(watch.on_activity(snapshot({idle_row()})).next == watch_step::keep_waiting);
    CHECK(watch.is_in_the_dark());
    CHECK(watch.on_activity(snapshot({running_row(1, 3)})).next == watch_step::keep_waiting);
    CHECK_FALSE(watch.is_in_the_dark());
}
