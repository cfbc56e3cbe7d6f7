// Signs of life of an Agent.
#include "agent/agent_pulse.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::detail;
using namespace std::chrono_literals;

namespace {

agent_pulse::clock::time_point after(std::chrono::seconds passed) {
    return agent_pulse::clock::time_point{} + passed;
}

void look_until_weak(agent_pulse& pulse) {
    for (int look = 0; look < 1000 && !pulse.is_weak(after(0s)); ++look)
        pulse.look(7, after(0s));
    REQUIRE(pulse.is_weak(after(0s)));
}

} // namespace

TEST_CASE("a server on which something changes has an Agent", "[agent][pulse]") {
    agent_pulse pulse(60s);
    for (std::uint64_t look = 0; look < 1000; ++look) {
        auto const now = after(std::chrono::seconds(look));
        pulse.look(look, now);
        pulse.look(look, now);
        REQUIRE_FALSE(pulse.is_weak(now));
    }
}

TEST_CASE("a job that runs proves that its Agent lives", "[agent][pulse]") {
    agent_pulse pulse(60s);
    for (int hour = 1; hour < 10; ++hour) {
        look_until_weak(pulse);
        CHECK(pulse.felt(true, after(std::chrono::hours(hour))));
        CHECK_FALSE(pulse.is_weak(after(std::chrono::hours(hour))));
    }
}

TEST_CASE("an Agent is dead when a job that should run was idle for long enough",
          "[agent][pulse]") {
    agent_pulse pulse(60s);
    look_until_weak(pulse);
    CHECK(pulse.felt(false, after(0s)));
    look_until_weak(pulse);
    CHECK(pulse.felt(false, after(59s)));
    look_until_weak(pulse);
    CHECK_FALSE(pulse.felt(false, after(60s)));
}

TEST_CASE("a change gives a silent Agent its time again", "[agent][pulse]") {
    agent_pulse pulse(60s);
    look_until_weak(pulse);
    CHECK(pulse.felt(false, after(0s)));
    pulse.look(8, after(60s));
    look_until_weak(pulse);
    CHECK(pulse.felt(false, after(120s)));
}

TEST_CASE("looks that are far apart are quiet for long enough when they are few",
          "[agent][pulse]") {
    agent_pulse pulse(60s);
    pulse.look(7, after(0s));
    pulse.look(7, after(30s));
    CHECK_FALSE(pulse.is_weak(after(30s)));
    pulse.look(7, after(90s));
    CHECK(pulse.is_weak(after(90s)));
    CHECK(pulse.felt(false, after(90s)));
    CHECK_FALSE(pulse.is_weak(after(1000s)));
}
