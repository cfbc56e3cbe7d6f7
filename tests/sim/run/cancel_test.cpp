// Ending a run early.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"

#include <ssislb/base/errors.hpp>

#include <span>

using namespace ssislb;
using test::fleet_run;
using test::plan;
using test::servers;

namespace {

/// Does something when the first attempt has been started.
class at_first_start final : public run_observer {
public:
    explicit at_first_start(std::function<void()> action)
        : action_(std::move(action)) {}

    void on_notice(timed_notice const& said) override {
        if (std::holds_alternative<notice::attempt_started>(said.what))
            if (auto const once = std::exchange(action_, {}); once)
                once();
    }

private:
    std::function<void()> action_;
};

std::string chain(std::string const& duration) {
    return servers(1) + "[[task]]\nname = \"first\"\njob = \"first\"\nsimulate = { duration = \"" +
           duration + "\" }\n[[task]]\nname = \"second\"\njob = \"second\"\nafter = [\"first\"]\n";
}

void go_canceling(fleet_run& run, std::function<void(package_run&)> const& how) {
    package_run* running = nullptr;
    run.observe(std::make_shared<at_first_start>([&] { how(*running); }));
    run.go([&](package_run& made) { running = &made; });
}

/// Refuses everything from the nth event on.
class full_disk final : public journal {
public:
    explicit full_disk(std::size_t room)
        : room_(room) {}

    error_code append(std::span<timed_event const> events) override {
        if (room_ < events.size())
            return make_error_code(boost::system::errc::no_space_on_device);
        room_ -= events.size();
        return memory_.append(events);
    }

private:
    std::size_t room_;
    memory_journal memory_;
};

} // namespace

TEST_CASE("a canceled run starts nothing more and waits for what runs", "[run]") {
    fleet_run run(plan(chain("60s")), 200);
    go_canceling(run, [](package_run& made) { made.cancel(false); });
    CHECK(run.summary().result == outcome::canceled);
    CHECK(run.task("first").result == outcome::succeeded);
    CHECK(run.task("second").skipped == skip_reason::run_canceled);
    CHECK(run.instance(0).finished_runs().size() == 1);
}

TEST_CASE("a run canceled twice stops our jobs and waits for their ends", "[run]") {
    fleet_run run(plan(chain("10h")), 200);
    go_canceling(run, [](package_run& made) {
        made.cancel(false);
        made.cancel(true);
    });
    CHECK(run.summary().result == outcome::canceled);
    CHECK(run.task("first").result == outcome::canceled);
    auto const ended = run.instance(0).finished_runs();
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].end == sim::run_end::canceled);
}

TEST_CASE("an abandoned run completes at once and leaves its jobs alone", "[run]") {
    fleet_run run(plan(chain("10h")), 200);
    go_canceling(run, [](package_run& made) { made.abandon(); });
    CHECK(run.error() == boost::asio::error::operation_aborted);
    CHECK(run.instance(0).starts("first") == 1);
    CHECK(run.instance(0).finished_runs().empty());
    CHECK(run.instance(0).traffic().procedures.count("sp_stop_job") == 0);
}

TEST_CASE("a run can be canceled before it begins", "[run]") {
    fleet_run run(plan(chain("60s")), 200);
    run.go([](package_run& made) { made.cancel(true); });
    CHECK(run.summary().result == outcome::canceled);
    CHECK(run.instance(0).starts("first") == 0);
}

TEST_CASE("nothing is started whose intent the journal did not take", "[run]") {
    for (std::size_t room = 0; room < 12; ++room) {
        fleet_run run(plan(chain("5s")), 200);
        run.use(std::make_shared<full_disk>(room));
        run.go();
        CHECK(run.instance(0).starts("first") <= 1);
        CHECK(run.instance(0).starts("second") <= 1);
        // run_started, server_up, start_intended: with room for less nothing may start.
        if (room < 3)
            CHECK(run.instance(0).starts("first") == 0);
        if (run.summary().result != outcome::succeeded)
            CHECK(run.error() == journal_errc::not_writable);
    }
}
