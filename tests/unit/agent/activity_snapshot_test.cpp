// What one status call shows.
#include "activity_answer.hpp"
#include "agent/activity_snapshot.hpp"
#include "watch_scene.hpp"

using namespace ssislb;
using namespace ssislb::detail;
using namespace ssislb::test;

namespace {

job_activity of_other_job(job_activity row) {
    row.job = other_job;
    return row;
}

std::uint64_t fingerprint(job_activity const& row) {
    return activity_snapshot(activity_answer({row})).rows().front().fingerprint;
}

} // namespace

TEST_CASE("open rows of older sessions are not running jobs", "[agent][snapshot]") {
    auto old = running_row(1, 3);
    auto now = idle_row();
    now.session = first_session + 1;
    activity_snapshot const seen(activity_answer({old, now}));
    CHECK(seen.session() == first_session + 1);
    REQUIRE(seen.rows().size() == 1);
    REQUIRE(seen.of(our_job).row);
    CHECK_FALSE(is_open(*seen.of(our_job).row));
}

TEST_CASE("a job that is only in an older session has no activity", "[agent][snapshot]") {
    auto now = of_other_job(idle_row());
    now.session = first_session + 1;
    for (auto const& rows : {std::vector{running_row(1, 3), now}, {now, running_row(1, 3)}}) {
        activity_snapshot const seen(activity_answer(rows));
        CHECK_FALSE(seen.of(our_job).row);
        CHECK(seen.of(our_job).session == first_session + 1);
    }
}

TEST_CASE("rows may come in one set or in many", "[agent][snapshot]") {
    tds::result many;
    add_activity(many, {running_row(1, 3)});
    add_activity(many, {});
    add_activity(many, {of_other_job(ended_row(1, 3, 9, 102))});
    activity_snapshot const seen(std::move(many));
    REQUIRE(seen.rows().size() == 2);
    CHECK(seen.of(our_job).row->started == at(3));
    CHECK(seen.of(other_job).row->stopped == at(9));
    CHECK(seen.of(our_job).newest_history == 102);
}

TEST_CASE("the server's time goes with every row, and leaves no trace in it", "[agent][snapshot]") {
    tds::result timed;
    timed.sets.emplace_back(std::vector<std::string>{"server_time"});
    timed.sets.back().append({at(5)});
    add_activity(timed, {running_row(1, 3)});
    auto const sum = activity_snapshot::fingerprint(timed);
    activity_snapshot const seen(std::move(timed));
    CHECK(seen.of(our_job).now == at(5));
    CHECK(seen.of(other_job).now == at(5));
    auto const plain = activity_answer({running_row(1, 3)});
    CHECK(sum == activity_snapshot::fingerprint(plain));
    CHECK_FALSE(activity_snapshot(plain).of(our_job).now);
}

TEST_CASE("a login that sees nothing sees no session", "[agent][snapshot]") {
    activity_snapshot const seen{tds::result()};
    CHECK_FALSE(seen.of(our_job).session);
    CHECK_FALSE(seen.of(our_job).row);
}

TEST_CASE("whatever tells one run or its state from another changes the fingerprint",
          "[agent][snapshot]") {
    auto const row = ended_row(1, 3, 9, 102);
    CHECK(fingerprint(row) == fingerprint(row));
    CHECK(fingerprint(row) != fingerprint(running_row(1, 3)));
    CHECK(fingerprint(row) != fingerprint(pending_row(1)));
    CHECK(fingerprint(row) != fingerprint(ended_row(2, 3, 9, 102)));
    CHECK(fingerprint(row) != fingerprint(ended_row(1, 4, 9, 102)));
    CHECK(fingerprint(row) != fingerprint(ended_row(1, 3, 10, 102)));
    CHECK(fingerprint(row) != fingerprint(ended_row(1, 3, 9, 103)));
    CHECK(fingerprint(row) != fingerprint(ended_row(1, 3, 9, 102, run_status::failed)));
    auto next_session = row;
    ++next_session.session;
    CHECK(fingerprint(row) != fingerprint(next_session));
    CHECK(fingerprint(ended_row(3, 9, 1, 102)) != fingerprint(row));
}
