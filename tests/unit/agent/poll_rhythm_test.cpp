// When the next poll is due.
#include "agent/poll_rhythm.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <set>

using namespace ssislb;
using namespace ssislb::detail;
using namespace std::chrono_literals;

namespace {

using instant = poll_rhythm::clock::time_point;

constexpr instant start{1000s};
constexpr running_job unknown{};
constexpr running_job long_one{0ms, 300s};

auto constant(double hazard) {
    return [hazard](instant) { return hazard; };
}

supervision_options fixed(milliseconds interval) {
    supervision_options how;
    how.poll_interval = interval;
    return how;
}

/// A 64th of the interval, and a millisecond to which intervals are rounded.
bool is_near(instant due, instant wanted, milliseconds interval) {
    return due >= wanted - 1ms && due <= wanted + instant::duration(interval) / 64 + 1ms;
}

} // namespace

TEST_CASE("a fixed interval runs from poll to poll, not from answer to poll", "[agent][rhythm]") {
    poll_rhythm rhythm(fixed(1000ms), 1);
    rhythm.begin(start, unknown);
    auto const first = rhythm.due();
    CHECK(first <= start + 1000ms);
    rhythm.asked(first + 200ms, 1, constant(1e9));
    CHECK(is_near(rhythm.due(), first + 1000ms, 1000ms));
    // Who has missed a whole interval does not catch up.
    rhythm.asked(first + 5000ms, 1, constant(1e9));
    CHECK(is_near(rhythm.due(), first + 6000ms, 1000ms));
}

TEST_CASE("an added job hurries no fixed poll", "[agent][rhythm]") {
    poll_rhythm rhythm(fixed(1000ms), 1);
    rhythm.asked(start, 1, constant(0));
    auto const due = rhythm.due();
    rhythm.hurry(start + 100ms, unknown);
    CHECK(rhythm.due() == due);
}

TEST_CASE("servers begin elsewhere in the interval", "[agent][rhythm]") {
    std::set<instant> dues;
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        poll_rhythm rhythm(fixed(1000ms), seed * 12345);
        rhythm.begin(start, unknown);
        CHECK(rhythm.due() >= start);
        CHECK(rhythm.due() <= start + 1016ms);
        dues.insert(rhythm.due());
    }
    CHECK(dues.size() > 10);
}

TEST_CASE("a job of which nothing is known is asked for at once", "[agent][rhythm]") {
    poll_rhythm rhythm({}, 1);
    rhythm.asked(start, 1, constant(0));
    CHECK(rhythm.due() > start + 9s);
    rhythm.hurry(start + 1s, unknown);
    CHECK(is_near(rhythm.due(), start + 1100ms, 100ms));
}

TEST_CASE("a job that will take long hurries the next poll a little", "[agent][rhythm]") {
    poll_rhythm rhythm({}, 1);
    rhythm.asked(start, 1, constant(0));
    rhythm.hurry(start + 1s, long_one);
    CHECK(rhythm.due() > start + 4s);
    CHECK(rhythm.due() < start + 8s);
}

TEST_CASE("a job that is added between dense polls does not put them off", "[agent][rhythm]") {
    poll_rhythm rhythm({}, 1);
    // sqrt(2 * 0.02 / 1) = 200 ms.
    rhythm.asked(start, 1, constant(1));
    CHECK(is_near(rhythm.due(), start + 200ms, 200ms));
    auto const due = rhythm.due();
    rhythm.hurry(start + 10ms, long_one);
    CHECK(rhythm.due() <= due + 1ms);
    CHECK(rhythm.due() > start + 190ms);
}

TEST_CASE("many jobs that are added at once are looked for together", "[agent][rhythm]") {
    poll_rhythm one({}, 1);
    one.asked(start, 0, constant(0));
    one.hurry(start, long_one);
    poll_rhythm many({}, 1);
    many.asked(start, 0, constant(0));
    for (int job = 0; job < 100; ++job)
        many.hurry(start, long_one);
    CHECK(many.due() - start < (one.due() - start) / 4);
}

TEST_CASE("where the server waits by itself the next poll comes soon", "[agent][rhythm]") {
    supervision_options how;
    how.long_poll = 30s;
    poll_rhythm rhythm(how, 1);
    rhythm.leave_to_server(start);
    CHECK(is_near(rhythm.due(), start + how.poll_least, how.poll_least));
    // Later it adapts again.
    rhythm.asked(start + 1s, 1, constant(0));
    CHECK(rhythm.due() > start + 5s);
}

namespace {

constexpr auto hour = 3600s;

/// Polls of one run of an hour, in the last three minutes of it. With `finds_out` its length is
/// asked for as soon as that is worth it.
int polls_near_the_end(bool finds_out) {
    poll_rhythm rhythm({}, 1);
    running_job run;
    int polls = 0;
    rhythm.begin(start, run);
    for (auto now = rhythm.due(); now < start + hour; now = rhythm.due()) {
        run.age = std::chrono::duration_cast<milliseconds>(now - start);
        if (finds_out && rhythm.is_slow_for(run)) {
            run.expected = hour;
            run.spread = 0.1;
        }
        polls += now >= start + hour - 180s ? 1 : 0;
        rhythm.asked(now, 1, [&](instant at) {
            auto then = run;
            then.age = std::chrono::duration_cast<milliseconds>(at - start);
            return hazard(then);
        });
    }
    return polls;
}

} // namespace

TEST_CASE("a run whose length is found out in its midst is polled densely at its end",
          "[agent][rhythm]") {
    auto const blind = polls_near_the_end(false), seeing = polls_near_the_end(true);
    // Ten seconds apart.
    CHECK(blind <= 19);
    CHECK(seeing >= 2 * blind);
}

TEST_CASE("a run of unknown length is slow when its polls are as far apart as may be",
          "[agent][rhythm]") {
    poll_rhythm const rhythm({}, 1);
    // sqrt(2 * 0.02 * 2500) = 10 s.
    CHECK_FALSE(rhythm.is_slow_for({2400s, {}}));
    CHECK(rhythm.is_slow_for({2600s, {}}));
    CHECK_FALSE(rhythm.is_slow_for({2600s, 36000s}));
    CHECK_FALSE(poll_rhythm(fixed(1000ms), 1).is_slow_for({2600s, {}}));
}
