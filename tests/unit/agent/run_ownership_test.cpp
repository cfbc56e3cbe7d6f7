// Which requests and which runs can be of a start of ours.
#include "agent/run_ownership.hpp"
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::detail;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

/// With a window of a minute.
run_ownership ours(job_mark before = timed_mark()) {
    return {std::move(before), 60s, "ssislb"};
}

job_activity requested(double at, std::string source = "4") {
    auto row = running_row(at, at + 1);
    row.run_requested_source = std::move(source);
    return row;
}

job_history_row run(double at, std::string message = {}, std::int32_t id = known_history + 2) {
    auto row = history_row(id, 0, run_status::succeeded, at);
    row.message = std::move(message);
    return row;
}

} // namespace

TEST_CASE("a user's request within the window may be ours", "[agent][ownership]") {
    CHECK(ours().may_be_ours(requested(1)));
    CHECK(ours().may_be_ours(requested(60)));
    CHECK(ours().may_be_ours(pending_row(1)));
}

TEST_CASE("a later request is not", "[agent][ownership]") {
    CHECK_FALSE(ours().may_be_ours(requested(60.01)));
    CHECK_FALSE(ours().may_be_ours(pending_row(3600)));
}

TEST_CASE("a run that no user asked for is not, whenever it was", "[agent][ownership]") {
    auto const source = GENERATE("1", "2", "3", "6");
    CHECK_FALSE(ours().may_be_ours(requested(1, source)));
}

TEST_CASE("what the mark knew is not", "[agent][ownership]") {
    CHECK_FALSE(ours().may_be_ours(idle_row()));
    CHECK_FALSE(ours().may_be_ours(run(-60, {}, 90)));
    auto never = idle_row();
    never.session = first_session + 1;
    never.run_requested.reset();
    CHECK_FALSE(ours().may_be_ours(never));
}

TEST_CASE(
    "a request that is dated before the mark came after it all the same: a clock was set back",
    "[agent][ownership]") {
    CHECK(ours().may_be_ours(requested(-3599)));
    CHECK(ours().may_be_ours(run(-3599)));
}

TEST_CASE("a mark without a time has no window", "[agent][ownership]") {
    CHECK(ours(mark()).may_be_ours(requested(86'400)));
    CHECK(ours(mark()).may_be_ours(run(86'400)));
    CHECK_FALSE(ours(mark()).may_be_ours(requested(86'400, "1")));
    CHECK_FALSE(ours(mark()).time_left(at(0)));
}

TEST_CASE("a run in history is ours by its start and by who invoked it", "[agent][ownership]") {
    CHECK(ours().may_be_ours(run(60)));
    CHECK_FALSE(ours().may_be_ours(run(61)));
    CHECK(ours().may_be_ours(run(1, "The job failed.  The Job was invoked by User SSISLB.")));
    CHECK_FALSE(ours().may_be_ours(run(1, "The job failed.  The Job was invoked by User bob.")));
    CHECK_FALSE(ours().may_be_ours(history_row(known_history + 1, 1, run_status::succeeded, 1)));
}

TEST_CASE("a history that still has what the mark knew has lost nothing since",
          "[agent][ownership]") {
    CHECK(ours().is_whole({run(3600), run(-60, {}, 90)}));
    CHECK_FALSE(ours().is_whole({run(3600)}));
    CHECK_FALSE(ours().is_whole({}));
}

TEST_CASE("a request may come until the window has passed by the server's clock",
          "[agent][ownership]") {
    CHECK(ours().time_left(at(0)) == 60'001ms);
    CHECK(ours().time_left(at(60)) == 1ms);
    CHECK_FALSE(ours().time_left(at(60.001)));
}

TEST_CASE("the window leaves a slow call its time", "[agent][ownership]") {
    supervision_options options;
    CHECK(start_window(options) == 120s);
    options.call_timeout = 60s;
    CHECK(start_window(options) == 240s);
    options.start_window = 1h;
    CHECK(start_window(options) == 1h);
}
