// kill -9 at writes to the journal, and whenever.
#include "crash_scene.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace ssislb;
using namespace ssislb::test;

namespace {

constexpr double speed = 600;

/// Sixty tasks in four layers on three servers; some of them fail, once or for good.
std::string sixty_tasks() {
    std::string text;
    for (int i = 1; i <= 3; ++i)
        text += "[[server]]\nname = \"s" + std::to_string(i) + "\"\nhost = \"h\"\nmax_jobs = 4\n" +
                "user = \"u\"\npassword_env = \"P\"\n";
    text += "[defaults]\noutcome_from = \"job\"\n";
    for (int i = 0; i < 60; ++i) {
        auto const name = "t" + std::to_string(i);
        text += "[[task]]\nname = \"" + name + "\"\njob = \"" + name + "\"\n";
        if (i >= 15)
            text += "after_completion = [\"t" + std::to_string(i - 15) + "\"]\n";
        bool const fails_once = i % 10 == 3;
        bool const fails = i % 20 == 7;
        text += fails_once ? "retries = 1\n" : "";
        text += "simulate = { duration = \"" + std::to_string(5 + i * 7 % 25) + "s\"";
        text += fails_once ? ", outcome = \"failed\", fail_attempts = 1"
                : fails    ? ", outcome = \"failed\""
                           : "";
        text += " }\n";
    }
    return text;
}

/// How many points are tried; all of them where the environment says so.
bool all_points() {
    return std::getenv("SSISLB_ALL_CRASH_POINTS") != nullptr;
}

long count_writes() {
    crash_scene scene(sixty_tasks(), speed);
    auto with = fatal_write("0");
    with["SSISLB_WRITES"] = scene.path("writes").string();
    auto const process = scene.run(with);
    REQUIRE(process->wait() == 1);
    CHECK(scene.violations(scene.summary_in(*process)) == std::vector<std::string>{});
    return writes_of(scene.path("writes"));
}

/// A run that is killed at that write, and gone on with.
class killed_run {
public:
    explicit killed_run(std::string which)
        : which_(std::move(which))
        , scene_(sixty_tasks(), speed)
        , first_(scene_.run(fatal_write(which_))) {
        if (!first_->wait())
            next_ = scene_.go_on();
    }

    void judge() {
        INFO("killed at write " << which_);
        // It may have come to its end before it was killed.
        auto const summary =
            next_ ? scene_.see_to_its_end(std::move(next_)) : scene_.summary_in(*first_);
        CHECK(summary.result == outcome::failed);
        CHECK(scene_.violations(summary) == std::vector<std::string>{});
    }

private:
    std::string which_;
    crash_scene scene_;
    std::unique_ptr<command_process> first_;
    std::unique_ptr<command_process> next_;
};

} // namespace

TEST_CASE("a run that is killed at a write to its journal goes on", "[crash]") {
    // They wait for much of their time, until a request can no longer arrive.
    constexpr std::size_t at_a_time = 6;
    long const writes = count_writes();
    REQUIRE(writes > 100);
    long const step = all_points() ? 1 : writes / 12;
    std::vector<std::unique_ptr<killed_run>> some;
    auto const judge_all = [&some] {
        for (auto const& each : some)
            each->judge();
        some.clear();
    };
    for (long at = 1; at <= writes; at += step) {
        some.push_back(std::make_unique<killed_run>(std::to_string(at)));
        some.push_back(std::make_unique<killed_run>(std::to_string(at) + "+"));
        if (some.size() >= at_a_time)
            judge_all();
    }
    judge_all();
}

TEST_CASE("a run that is killed whenever goes on, also when it is killed again", "[crash]") {
    auto const seed = std::random_device{}();
    std::minstd_rand chance(seed);
    for (int round = 0; round < (all_points() ? 200 : 8); ++round) {
        INFO("seed " << seed << ", round " << round);
        crash_scene scene(sixty_tasks(), speed);
        auto process = scene.run();
        bool has_died = true;
        for (int kills = 0; has_died && kills < 3; ++kills) {
            scene.let_pass(std::chrono::seconds(60 + chance() % 420));
            process->signal(SIGKILL);
            has_died = !process->wait();
            auto next = has_died ? scene.go_on() : nullptr;
            has_died = next != nullptr;
            if (has_died)
                process = std::move(next);
        }
        auto const summary =
            has_died ? scene.see_to_its_end(std::move(process)) : scene.summary_in(*process);
        CHECK(summary.result == outcome::failed);
        CHECK(scene.violations(summary) == std::vector<std::string>{});
    }
}
