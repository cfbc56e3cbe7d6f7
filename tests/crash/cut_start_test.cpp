// The line is cut inside an sp_start_job exchange, and the process killed at once.
#include "crash_scene.hpp"
#include "start_cutter.hpp"
#include "support/catch.hpp"
#include "until.hpp"

#include <csignal>
#include <cstdlib>
#include <limits>

using namespace ssislb;
using namespace ssislb::test;

namespace {

using part = start_cutter::part;

constexpr double speed = 300;

/// On a line in the clear, so that it can be seen where a start is asked for.
constexpr auto two_tasks = R"(
[[server]]
name = "s1"
host = "h"
user = "u"
password_env = "P"
encryption = "off"
[defaults]
outcome_from = "job"
[[task]]
name = "extract"
job = "extract"
simulate = { duration = "1m", outcome = "failed" }
[[task]]
name = "load"
job = "load"
after_failure = ["extract"]
simulate = { duration = "10s" }
)";

std::size_t size_of(part which) {
    crash_scene scene(two_tasks, speed);
    start_cutter const line(scene.server(0).port(), which, std::numeric_limits<std::size_t>::max());
    scene.reach_through(0, line.port());
    REQUIRE(scene.run()->wait() == 1);
    return line.size(which);
}

void cut_after(part which, std::size_t bytes) {
    crash_scene scene(two_tasks, speed);
    start_cutter const line(scene.server(0).port(), which, bytes);
    scene.reach_through(0, line.port());
    auto const process = scene.run();
    until("the line is cut", [&] { return line.has_cut(); });
    process->signal(SIGKILL);
    REQUIRE_FALSE(process->wait());
    auto const summary = scene.see_to_its_end(scene.resume());
    CHECK(summary.tasks.at(0).result == outcome::failed);
    CHECK(summary.tasks.at(1).result == outcome::succeeded);
    CHECK(scene.starts("extract") == 1);
    CHECK(scene.starts("load") == 1);
    CHECK(scene.violations(summary) == std::vector<std::string>{});
}

} // namespace

TEST_CASE("a start that is cut at any byte, with the process killed, happens once", "[crash]") {
    auto const which = GENERATE(part::request, part::answer);
    auto const size = size_of(which);
    REQUIRE(size > 60);
    bool const all = std::getenv("SSISLB_ALL_CRASH_POINTS") != nullptr;
    for (std::size_t bytes = 0; bytes < size; bytes += all ? 1 : size / 8) {
        CAPTURE(static_cast<int>(which), bytes);
        cut_after(which, bytes);
    }
    // All but the last byte.
    cut_after(which, size - 1);
}
