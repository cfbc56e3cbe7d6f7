// What wishes for a run under way come to.
#include "run/control_rules.hpp"
#include "support/catch.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/scheduler/policies.hpp>

using namespace ssislb;
using detail::event_for;
using detail::state_after;

namespace {

constexpr timestamp noon{};

parent_package package() {
    parent_package made{.name = "night",
                        .servers = {{.name = "a", .host = "a", .max_jobs = 2}},
                        .tasks = {{.name = "x", .job = "x"},
                                  {.name = "y", .job = "y"},
                                  {.name = "off", .job = "off"}}};
    made.tasks[1].after.push_back({"x", constraint_kind::success});
    made.tasks[2].after.push_back({"x", constraint_kind::success});
    made.tasks[2].enabled = false;
    return made;
}

class scene {
public:
    scene() {
        machine.feed(event::run_started{}, noon);
        machine.feed(event::server_up{server_id{0}}, noon);
    }

    /// None: it is so already.
    [[nodiscard]] std::optional<run_event> wish(run_control const& what) const {
        return event_for(what, machine, plan).value();
    }

    [[nodiscard]] error_code refusal(run_control const& what) const {
        return event_for(what, machine, plan).error();
    }

    void grant(run_control const& what) { machine.feed(wish(what).value(), noon); }

    parent_package plan = package();
    scheduler machine{plan, make_least_loaded_policy()};
};

constexpr server_id a{0};
constexpr task_id x{0};
constexpr task_id y{1};
constexpr task_id off{2};

} // namespace

TEST_CASE("what is so already needs no event", "[run]") {
    scene s;
    CHECK_FALSE(s.wish(control::undrain{a}));
    s.grant(control::drain{a});
    CHECK_FALSE(s.wish(control::drain{a}));
    CHECK(s.wish(control::undrain{a}));

    CHECK_FALSE(s.wish(control::limit{a, 2}));
    s.grant(control::limit{a, 7});
    CHECK_FALSE(s.wish(control::limit{a, 7}));

    CHECK_FALSE(s.wish(control::proceed{}));
    s.grant(control::pause{});
    CHECK_FALSE(s.wish(control::pause{}));

    CHECK_FALSE(s.wish(control::skip{off}));
    s.grant(control::skip{y});
    CHECK_FALSE(s.wish(control::skip{y}));
}

TEST_CASE("what the package does not have is refused", "[run]") {
    scene const s;
    CHECK(s.refusal(control::drain{server_id{1}}) == run_errc::no_such_server);
    CHECK(s.refusal(control::undrain{server_id{1}}) == run_errc::no_such_server);
    CHECK(s.refusal(control::limit{server_id{1}, 1}) == run_errc::no_such_server);
    CHECK(s.refusal(control::skip{task_id{3}}) == run_errc::no_such_task);
}

TEST_CASE("a server keeps from 1 to most_slots slots", "[run]") {
    scene const s;
    CHECK(s.refusal(control::limit{a, 0}) == run_errc::slots_out_of_range);
    CHECK(s.refusal(control::limit{a, most_slots + 1}) == run_errc::slots_out_of_range);
    CHECK(s.wish(control::limit{a, most_slots}));
}

TEST_CASE("a task that runs or is settled is not skipped", "[run]") {
    scene s;
    REQUIRE_FALSE(s.machine.decide(noon).empty());
    CHECK(s.refusal(control::skip{x}) == run_errc::task_is_running);
    s.machine.feed(event::start_accepted{{x, 1}}, noon);
    CHECK(s.refusal(control::skip{x}) == run_errc::task_is_running);
    s.machine.feed(event::job_finished{{x, 1}, {outcome::succeeded, outcome::succeeded}}, noon);
    CHECK(s.refusal(control::skip{x}) == run_errc::task_is_settled);
}

TEST_CASE("the answer tells the state that results", "[run]") {
    scene s;
    REQUIRE_FALSE(s.machine.decide(noon).empty());
    s.grant(control::drain{a});
    auto const drained = state_after(control::drain{a}, true, s.machine);
    CHECK(drained.changed);
    CHECK(drained.server.value().drained);
    CHECK(drained.server.value().running == 1);
    CHECK(drained.counts.live == 1);
    CHECK_FALSE(drained.task);

    s.grant(control::pause{});
    CHECK(state_after(control::pause{}, true, s.machine).paused);

    s.grant(control::skip{y});
    CHECK(state_after(control::skip{y}, true, s.machine).task.value().skip_requested);
}
