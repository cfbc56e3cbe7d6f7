// Runs that are left in the middle, and go on from their journal.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"

#include <ssislb/base/errors.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr double speed = 400;

/// Six tasks in three layers on two servers; one of them fails at first.
std::string const layers = std::string(
    "[[server]]\nname = \"s1\"\nhost = \"h1\"\nmax_jobs = 2\n"
    "[[server]]\nname = \"s2\"\nhost = \"h2\"\nmax_jobs = 1\n"
    "[[task]]\nname = \"a\"\njob = \"a\"\nsimulate = { duration = \"20s\" }\n"
    "[[task]]\nname = \"b\"\njob = \"b\"\nretries = 1\n"
    "simulate = { duration = \"10s\", outcome = \"failed\", fail_attempts = 1 }\n"
    "[[task]]\nname = \"c\"\njob = \"c\"\nafter = [\"a\"]\nsimulate = { duration = \"15s\" }\n"
    "[[task]]\nname = \"d\"\njob = \"d\"\nafter = [\"a\", \"b\"]\nsimulate = { duration = \"5s\" "
    "}\n"
    "[[task]]\nname = \"e\"\njob = \"e\"\nafter = [\"b\"]\nsimulate = { duration = \"25s\" }\n"
    "[[task]]\nname = \"f\"\njob = \"f\"\nafter = [\"c\", \"d\", \"e\"]\n"
    "simulate = { duration = \"5s\" }\n");

/// Keeps what it is given, and calls a function when so many events have come.
class counting_journal final : public journal {
public:
    counting_journal(std::size_t at, std::function<void()> then)
        : at_(at)
        , then_(std::move(then)) {}

    error_code append(std::span<timed_event const> events) override {
        if (auto const error = kept_.append(events))
            return error;
        if (kept_.events().size() >= at_ && then_)
            std::exchange(then_, nullptr)();
        return {};
    }

    [[nodiscard]] std::span<timed_event const> events() const { return kept_.events(); }

private:
    memory_journal kept_;
    std::size_t at_;
    std::function<void()> then_;
};

std::vector<timed_event> all_of(std::span<timed_event const> events) {
    return {events.begin(), events.end()};
}

} // namespace

TEST_CASE("a run goes on from its journal wherever it was left", "[run][resume]") {
    std::size_t left_at = 1;
    for (bool was_left = true; was_left; left_at += 2) {
        fleet_run run(plan(layers), speed);
        // How long a request of the dead may be on its way follows from it.
        run.options().call_timeout = std::chrono::milliseconds(500);
        package_run* running = nullptr;
        auto const kept =
            std::make_shared<counting_journal>(left_at, [&running] { running->abandon(); });
        run.use(kept);
        run.go([&running](package_run& made) { running = &made; });
        was_left = bool(run.error());
        if (was_left) {
            auto const past = all_of(kept->events());
            run.go([&past](package_run& made) { made.go_on_from(past); });
        }
        INFO("left after " << left_at << " events");
        CHECK_FALSE(run.error());
        CHECK(run.summary().result == outcome::succeeded);
        CHECK(run.task("b").attempts == 2);
        CHECK(run.audit().violations(run.summary()) == std::vector<std::string>{});
    }
    CHECK(left_at > 30);
}
