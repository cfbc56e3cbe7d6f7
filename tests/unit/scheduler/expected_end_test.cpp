// When a run under way is thought to end, from its events alone.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/expected_end.hpp>
#include <ssislb/scheduler/policies.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// Events of a run, by the second.
class story {
public:
    explicit story(parent_package package)
        : package_(std::move(package)) {
        at(0s, event::run_started{});
        for (std::uint32_t i = 0; i < package_.servers.size(); ++i)
            at(0s, event::server_up{server_id{i}});
    }

    story& at(milliseconds when, run_event what) {
        events_.push_back({start_of_time + when, std::move(what)});
        return *this;
    }

    story& start(milliseconds when, std::uint32_t task, std::uint32_t server = 0) {
        at(when, event::start_intended{{task_id{task}, 1}, server_id{server}, {}});
        return at(when, event::start_accepted{{task_id{task}, 1}});
    }

    story& finish(milliseconds when, std::uint32_t task, outcome how = outcome::succeeded) {
        return at(when, event::job_finished{{task_id{task}, 1}, {how, how}});
    }

    /// From the beginning of the run.
    [[nodiscard]] std::optional<milliseconds> end(milliseconds now) const {
        auto const found = expected_end(package_, make_critical_path_policy(no_trials), {}, events_,
                                        start_of_time + now);
        return found ? std::optional<milliseconds>(*found - start_of_time) : std::nullopt;
    }

private:
    parent_package package_;
    std::vector<timed_event> events_;
};

parent_package chain() {
    return plan().server("a").task("x").expected(100s).task("y").expected(50s).after("x");
}

} // namespace

TEST_CASE("before anything has started the run is played whole", "[scheduler][end]") {
    CHECK(story(chain()).end(0s) == 150s);
    CHECK(story(chain()).end(30s) == 180s);
}

TEST_CASE("what runs goes on for what is left of it", "[scheduler][end]") {
    CHECK(story(chain()).start(10s, 0).end(70s) == 160s);
    // Overdue by 100 s: it goes on for 15 % of its age.
    CHECK(story(chain()).start(0s, 0).end(200s) == 280s);
}

TEST_CASE("what has ended is past", "[scheduler][end]") {
    CHECK(story(chain()).start(0s, 0).finish(60s, 0).end(60s) == 110s);
    auto done = story(chain()).start(0s, 0).finish(60s, 0).start(60s, 1).finish(90s, 1);
    CHECK(done.end(95s) == 95s);
}

TEST_CASE("a branch that is skipped takes no time", "[scheduler][end]") {
    CHECK(story(chain()).start(0s, 0).finish(60s, 0, outcome::failed).end(60s) == 60s);
}

TEST_CASE("what a history has taught counts", "[scheduler][end]") {
    auto taught = story(chain());
    taught.at(0s, event::history_read{server_id{0}, {{task_id{1}, 500s, 0, 3}}});
    CHECK(taught.end(0s) == 600s);
}

TEST_CASE("a run that waits for a person does not end by itself", "[scheduler][end]") {
    CHECK_FALSE(story(chain()).at(1s, event::run_paused{}).end(1s));
    CHECK_FALSE(story(chain()).at(1s, event::server_drained{server_id{0}}).end(1s));
    auto continued = story(chain()).at(1s, event::run_paused{}).at(2s, event::run_continued{});
    CHECK(continued.end(2s) == 152s);
}

TEST_CASE("servers that are away are thought to come back", "[scheduler][end]") {
    auto lost = story(chain()).at(1s, event::server_down{server_id{0}, {}, {}, false});
    CHECK(lost.end(11s) == 161s);
}

TEST_CASE("a run that cannot do what is left has no end to speak of", "[scheduler][end]") {
    CHECK_FALSE(story(chain()).at(1s, event::tasks_barred{server_id{0}, {task_id{1}}, {}}).end(1s));
}

TEST_CASE("a start that was not picked up is thought to be", "[scheduler][end]") {
    parent_package const two =
        plan().server("a", 2).max_pending_starts(1).task("x").expected(100s).task("y").expected(
            100s);
    CHECK(story(two).start(0s, 0).end(10s) == 110s);
}

TEST_CASE("windows without end keep no forecast busy for ever", "[scheduler][end]") {
    parent_package const package = plan().server("a").windows({{1h, 2h}}).task("x").expected(10s);
    CHECK(story(package).end(0s) == 1h + 10s);
    CHECK_FALSE(story(package).at(1s, event::server_drained{server_id{0}}).end(1s));
}
