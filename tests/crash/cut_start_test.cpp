// The line is cut inside an sp_start_job exchange, and the process killed at once.
#include "crash_scene.hpp"
#include "start_cutter.hpp"
#include "support/catch.hpp"
#include "until.hpp"

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <memory>
#include <vector>

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

/// A run whose line was cut there, whose process was killed, and which is resumed.
class trial {
public:
    trial(part which, std::size_t bytes)
        : scene_(two_tasks, speed)
        , which_(which)
        , bytes_(bytes)
        , line_(scene_.server(0).port(), which, bytes) {
        scene_.reach_through(0, line_.port());
        auto const killed = scene_.run();
        until("the line is cut", [&] { return line_.has_cut(); });
        killed->signal(SIGKILL);
        REQUIRE_FALSE(killed->wait());
        resumed_ = scene_.resume();
    }

    void judge() {
        CAPTURE(static_cast<int>(which_), bytes_);
        auto const summary = scene_.see_to_its_end(std::move(resumed_));
        CHECK(summary.tasks.at(0).result == outcome::failed);
        CHECK(summary.tasks.at(1).result == outcome::succeeded);
        CHECK(scene_.starts("extract") == 1);
        CHECK(scene_.starts("load") == 1);
        CHECK(scene_.violations(summary) == std::vector<std::string>{});
    }

private:
    crash_scene scene_;
    part which_;
    std::size_t bytes_;
    start_cutter line_;
    std::unique_ptr<command_process> resumed_;
};

/// They wait for most of their time, until a request can no longer arrive: so they do it together.
void try_all(part which, std::vector<std::size_t> const& offsets) {
    constexpr std::size_t at_a_time = 16;
    for (std::size_t first = 0; first < offsets.size(); first += at_a_time) {
        std::vector<std::unique_ptr<trial>> some;
        for (auto i = first; i < std::min(first + at_a_time, offsets.size()); ++i)
            some.push_back(std::make_unique<trial>(which, offsets[i]));
        for (auto const& each : some)
            each->judge();
    }
}

} // namespace

TEST_CASE("a start that is cut at any byte, with the process killed, happens once", "[crash]") {
    auto const which = GENERATE(part::request, part::answer);
    auto const size = size_of(which);
    REQUIRE(size > 60);
    bool const all = std::getenv("SSISLB_ALL_CRASH_POINTS") != nullptr;
    std::vector<std::size_t> offsets;
    for (std::size_t bytes = 0; bytes + 1 < size; bytes += all ? 1 : size / 8)
        offsets.push_back(bytes);
    offsets.push_back(size - 1);
    try_all(which, offsets);
}
