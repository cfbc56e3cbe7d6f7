// The lock of a run, held by another process.
#include "journal/run_lock.hpp"
#include "killed_process.hpp"
#include "scratch.hpp"
#include "support/catch.hpp"

#include <optional>

using namespace ssislb;
using namespace ssislb::test;
using ssislb::detail::run_lock;

TEST_CASE("a lock ends with the process that holds it", "[journal]") {
    scratch const folder;
    auto const journal = folder / "j.db";
    std::optional<run_lock> lock;
    killed_process other([&] {
        lock = run_lock::acquire(journal, 3);
        return lock.has_value();
    });
    REQUIRE(other.did_well());
    CHECK(run_lock::is_held(journal, 3));
    CHECK_FALSE(run_lock::acquire(journal, 3).has_value());
    other.kill();
    CHECK_FALSE(run_lock::is_held(journal, 3));
    CHECK(run_lock::acquire(journal, 3).has_value());
}

TEST_CASE("each run has a lock of its own", "[journal]") {
    scratch const folder;
    auto const journal = folder / "j.db";
    auto const one = run_lock::acquire(journal, 1);
    REQUIRE(one);
    CHECK(run_lock::acquire(journal, 2).has_value());
    CHECK_FALSE(run_lock::acquire(journal, 1).has_value());
    CHECK_FALSE(run_lock::is_held(journal, 2));
}

TEST_CASE("to ask for a lock does not take it", "[journal]") {
    scratch const folder;
    auto const journal = folder / "j.db";
    CHECK_FALSE(run_lock::is_held(journal, 1));
    auto const lock = run_lock::acquire(journal, 1);
    CHECK(run_lock::is_held(journal, 1));
    CHECK(run_lock::is_held(journal, 1));
}
