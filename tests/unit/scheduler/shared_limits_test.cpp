// Mutexes and limits of tags: who waits, until when, and what that means for others.
#include "plan_builder.hpp"
#include "stage.hpp"
#include "support/catch.hpp"

#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <map>

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// When each task begins, by the critical-path policy.
std::map<std::string, milliseconds> begins(parent_package const& package) {
    std::map<std::string, milliseconds> all;
    for (auto const& one :
         play(package, make_critical_path_policy(no_trials), duration_estimates(package)).attempts)
        all.emplace(package[one.task].name, one.begin);
    return all;
}

} // namespace

TEST_CASE("tasks that share a mutex take turns, on whatever servers", "[scheduler][limits]") {
    stage night(plan()
                    .server("a")
                    .server("b")
                    .task("x")
                    .mutexes({"customers"})
                    .task("y")
                    .mutexes({"other", "customers"})
                    .task("z"));
    CHECK(night.decide() == lines{"start x#1 a", "start z#1 b"});
    night.accept("x").accept("z").finish("z");
    CHECK(only("start", night.decide()).empty());
    night.finish("x");
    CHECK(only("start", night.decide()) == lines{"start y#1 a"});
}

TEST_CASE("a mutex is held from the decision to start until the attempt is over",
          "[scheduler][limits]") {
    stage night(plan().server("a", 2).task("x").mutexes({"m"}).task("y").mutexes({"m"}).retries(1));
    CHECK(night.decide() == lines{"start x#1 a"});
    SECTION("refused") {
        night.refuse("x", refusal::busy);
        CHECK(night.decide() == lines{"start y#1 a"});
    }
    SECTION("in doubt, it is held") {
        night.doubt("x");
        CHECK(night.decide() == lines{"confirm x#1 a"});
    }
    SECTION("lost, although the job may still run") {
        night.accept("x").lose("x");
        CHECK(only("start", night.decide()) == lines{"start y#1 a"});
    }
    SECTION("failed, and tried again") {
        night.accept("x").finish("x");
        CHECK(only("start", night.decide()) == lines{"start y#1 a"});
        night.accept("y").finish("y", outcome::failed);
        CHECK(only("start", night.decide()) == lines{"start y#2 a"});
    }
}

TEST_CASE("a task that waits for one mutex does not hold another", "[scheduler][limits]") {
    stage night(plan()
                    .server("a", 3)
                    .task("x")
                    .mutexes({"m"})
                    .task("y")
                    .mutexes({"m", "n"})
                    .task("z")
                    .mutexes({"n"}));
    CHECK(night.decide() == lines{"start x#1 a", "start z#1 a"});
    night.accept("x").finish("x");
    CHECK(only("start", night.decide()).empty());
    night.accept("z").finish("z");
    CHECK(only("start", night.decide()) == lines{"start y#1 a"});
}

TEST_CASE("so many jobs of a tag run at a time, over all servers", "[scheduler][limits]") {
    plan package;
    package.server("a", 3).server("b", 3).limit("sap", 2);
    for (auto const* name : {"x", "y", "z"})
        package.task(name).tags({"sap"});
    package.task("free");
    stage night(package);
    CHECK(night.decide() == lines{"start x#1 a", "start y#1 b", "start free#1 a"});
    night.accept("y").finish("y");
    CHECK(only("start", night.decide()) == lines{"start z#1 b"});
}

TEST_CASE("a job counts for the tags of its server, and once where both have the tag",
          "[scheduler][limits]") {
    stage night(plan()
                    .server("near", 4)
                    .tagged({"vpn"})
                    .server("far", 4)
                    .limit("vpn", 2)
                    .task("both")
                    .tags({"vpn"})
                    .on({"near"})
                    .task("by server")
                    .on({"near"})
                    .task("third")
                    .on({"near"})
                    .task("by task")
                    .tags({"vpn"})
                    .on({"far"})
                    .task("neither")
                    .on({"far"}));
    CHECK(night.decide() ==
          lines{"start both#1 near", "start by server#1 near", "start neither#1 far"});
    night.accept("both").finish("both");
    CHECK(only("start", night.decide()) == lines{"start third#1 near"});
    night.accept("by server").finish("by server");
    CHECK(only("start", night.decide()) == lines{"start by task#1 far"});
}

TEST_CASE("attempts of a journal hold their limits, even beyond them", "[scheduler][limits]") {
    parent_package const package = plan()
                                       .server("a", 9)
                                       .limit("t", 1)
                                       .task("x")
                                       .mutexes({"m"})
                                       .tags({"t"})
                                       .task("y")
                                       .mutexes({"m"})
                                       .tags({"t"})
                                       .task("by mutex")
                                       .mutexes({"m"})
                                       .task("by tag")
                                       .tags({"t"});
    stage night(package, {}, false);
    for (std::uint32_t i : {0U, 1U})
        night.feed(event::start_intended{{task_id{i}, 1}, server_id{0}, {}});
    night.up("a");
    CHECK(night.decide().empty());
    night.accept("x").finish("x");
    CHECK(only("start", night.decide()).empty());
    night.accept("y").finish("y");
    CHECK(only("start", night.decide()) == lines{"start by mutex#1 a", "start by tag#1 a"});
}

TEST_CASE("a task that waits for a mutex keeps no slot from others", "[scheduler][limits]") {
    auto const when = begins(plan()
                                 .server("quick", 1, 2.0)
                                 .server("slow")
                                 .task("x")
                                 .mutexes({"m"})
                                 .on({"slow"})
                                 .expected(100s)
                                 .task("y")
                                 .mutexes({"m"})
                                 .on({"quick"})
                                 .expected(80s)
                                 .task("z")
                                 .on({"quick"})
                                 .expected(10s));
    CHECK(when == std::map<std::string, milliseconds>{{"x", 0s}, {"y", 100s}, {"z", 0s}});
}

TEST_CASE("a server whose tag is at its limit is not waited for", "[scheduler][limits]") {
    auto const when = begins(plan()
                                 .server("quick", 2, 10.0)
                                 .tagged({"vpn"})
                                 .server("slow")
                                 .limit("vpn", 1)
                                 .task("x")
                                 .priority(1)
                                 .on({"quick"})
                                 .expected(100s)
                                 .task("y")
                                 .expected(90s));
    CHECK(when == std::map<std::string, milliseconds>{{"x", 0s}, {"y", 0s}});
}

TEST_CASE("who waits for a quick slot finds the mutex free when it comes", "[scheduler][limits]") {
    // y waits for x, which runs for 10 s.
    auto const with = [](milliseconds length_of_z) {
        return begins(plan()
                          .server("quick", 1, 10.0)
                          .server("slow")
                          .task("x")
                          .priority(2)
                          .expected(100s)
                          .task("y")
                          .priority(1)
                          .mutexes({"m"})
                          .expected(90s)
                          .task("z")
                          .mutexes({"m"})
                          .on({"slow"})
                          .expected(length_of_z));
    };
    CHECK(with(80s) == std::map<std::string, milliseconds>{{"x", 0s}, {"y", 10s}, {"z", 19s}});
    CHECK(with(10s) == std::map<std::string, milliseconds>{{"x", 0s}, {"y", 10s}, {"z", 0s}});
}

TEST_CASE("who waits for a slot leaves what else a tag has to others", "[scheduler][limits]") {
    plan package;
    package.server("quick", 1, 10.0).server("slow", 3).limit("t", 2);
    package.task("x").priority(2).expected(100s);
    package.task("y").priority(1).tags({"t"}).expected(90s);
    for (auto const* name : {"z1", "z2"})
        package.task(name).tags({"t"}).on({"slow"}).expected(80s);
    CHECK(begins(package) ==
          std::map<std::string, milliseconds>{{"x", 0s}, {"y", 10s}, {"z1", 0s}, {"z2", 19s}});
}
