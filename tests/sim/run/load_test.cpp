// What else runs on a server, and how quickly it takes starts.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"

#include <ssislb/model/journal.hpp>

#include <algorithm>
#include <optional>

using namespace ssislb;
using test::fleet_run;
using test::plan;
using namespace std::chrono_literals;

namespace {

constexpr double speed = 200;

/// One server with these keys, and so many tasks of a job each.
parent_package package(std::string const& keys, int tasks, std::string const& length) {
    std::string text = "[[server]]\nname = \"s1\"\nhost = \"h\"\nuser = \"u\"\npassword_env = "
                       "\"P\"\n" +
                       keys;
    for (int i = 1; i <= tasks; ++i) {
        auto const name = "t" + std::to_string(i);
        text += "[[task]]\nname = \"" + name + "\"\njob = \"" + name +
                "\"\nsimulate = { duration = \"" + length + "\" }\n";
    }
    return plan(text);
}

template <class Event>
std::vector<Event> events(memory_journal const& journal) {
    std::vector<Event> found;
    for (auto const& one : journal.events())
        if (auto const* event = std::get_if<Event>(&one.what))
            found.push_back(*event);
    return found;
}

std::vector<timestamp> starts(memory_journal const& journal) {
    std::vector<timestamp> found;
    for (auto const& one : journal.events())
        if (std::holds_alternative<event::start_intended>(one.what))
            found.push_back(one.at);
    return found;
}

sim::job_spec long_job(std::string name, milliseconds length) {
    sim::job_spec job;
    job.name = std::move(name);
    job.steps.push_back({.duration = length});
    return job;
}

} // namespace

TEST_CASE("jobs of others take slots where the plan counts them", "[run][load]") {
    fleet_run run(package("max_jobs = 2\ncount_foreign = true\n", 3, "20s"), speed);
    run.instance(0).add_job(long_job("theirs", 60s));
    REQUIRE(run.instance(0).start_job("theirs"));
    auto const journal = std::make_shared<memory_journal>();
    run.use(journal);
    CHECK(run.go().result == outcome::succeeded);
    auto const loads = events<event::foreign_load>(*journal);
    REQUIRE(loads.size() >= 2);
    CHECK(loads.front().jobs == 1);
    CHECK(loads.back().jobs == 0);
    // Theirs and one of ours; only when theirs has ended two of ours.
    CHECK(run.instance(0).max_running() == 2);
}

TEST_CASE("jobs of others are nothing to a plan that does not count them", "[run][load]") {
    fleet_run run(package("max_jobs = 2\n", 4, "20s"), speed);
    run.instance(0).add_job(long_job("theirs", 60s));
    REQUIRE(run.instance(0).start_job("theirs"));
    auto const journal = std::make_shared<memory_journal>();
    run.use(journal);
    CHECK(run.go().result == outcome::succeeded);
    CHECK(events<event::foreign_load>(*journal).empty());
    CHECK(run.instance(0).max_running() == 3);
}

TEST_CASE("a server whose jobs wait for worker threads gets no more for a while", "[run][load]") {
    fleet_run run(package("max_jobs = 4\n", 8, "40s"), speed);
    run.instance(0).limit_worker_threads(2);
    auto const journal = std::make_shared<memory_journal>();
    run.use(journal);
    CHECK(run.go().result == outcome::succeeded);
    auto const shortages = events<event::threads_short>(*journal);
    REQUIRE_FALSE(shortages.empty());
    CHECK(shortages.front().waiting == 2);
    // Two threads: from then on and for a minute no third job is started beside two.
    int live = 0;
    std::optional<timestamp> short_until;
    for (auto const& one : journal->events()) {
        if (std::holds_alternative<event::threads_short>(one.what))
            short_until = one.at + 1min;
        live -= std::holds_alternative<event::job_finished>(one.what) ? 1 : 0;
        if (!std::holds_alternative<event::start_intended>(one.what))
            continue;
        // A start that was decided before may be on its way.
        bool const fresh = short_until && one.at < *short_until && one.at > *short_until - 55s;
        CHECK_FALSE((fresh && live >= 2));
        ++live;
    }
    CHECK(run.audit().violations(run.summary()).empty());
}

TEST_CASE("starts over TDS keep the pace of the plan", "[run][load]") {
    fleet_run run(package("max_jobs = 9\nstarts_per_second = 0.05\n", 4, "5s"), speed);
    auto const journal = std::make_shared<memory_journal>();
    run.use(journal);
    CHECK(run.go().result == outcome::succeeded);
    auto const when = starts(*journal);
    REQUIRE(when.size() == 4);
    // From decision to decision; what lies between a decision and its start varies.
    CHECK(when.back() - when.front() >= 50s);
}

TEST_CASE("no more starts than the plan allows wait for the Agent", "[run][load]") {
    fleet_run run(package("max_jobs = 9\nmax_pending_starts = 1\n", 4, "30s"), speed);
    auto const journal = std::make_shared<memory_journal>();
    run.use(journal);
    CHECK(run.go().result == outcome::succeeded);
    int pending = 0;
    for (auto const& one : journal->events()) {
        pending += std::holds_alternative<event::start_intended>(one.what) ? 1 : 0;
        pending -= std::holds_alternative<event::job_started>(one.what) ? 1 : 0;
        REQUIRE(pending <= 1);
    }
}
