// How much of the run lies behind a task.
#include "plan_builder.hpp"
#include "scheduler/upward_rank.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

std::vector<double> ranks(parent_package const& package) {
    return detail::upward_ranks(package, duration_estimates(package));
}

} // namespace

TEST_CASE("a rank is a task's own length and the longest path behind it", "[scheduler][rank]") {
    CHECK(ranks(plan()
                    .server("a")
                    .task("first")
                    .expected(1s)
                    .task("long")
                    .expected(10s)
                    .after("first")
                    .task("short")
                    .expected(2s)
                    .after("first")
                    .task("last")
                    .expected(3s)
                    .after_completion("long")
                    .after_failure("short")) == std::vector<double>{14000, 13000, 5000, 3000});
}

TEST_CASE("lengths are means over the servers", "[scheduler][rank]") {
    CHECK(ranks(plan().server("quick", 1, 2.0).server("slow", 1, 0.5).task("x").expected(8s)) ==
          std::vector<double>{10000});
}

TEST_CASE("a disabled task takes no time of the path", "[scheduler][rank]") {
    CHECK(ranks(plan().server("a").task("x").expected(1s).task("y").expected(5s).disabled().after(
              "x")) == std::vector<double>{1000, 0});
}

TEST_CASE("a task without expectation is taken for the median of the others", "[scheduler][rank]") {
    CHECK(ranks(plan()
                    .server("a")
                    .task("x")
                    .expected(1s)
                    .task("y")
                    .expected(5s)
                    .task("z")
                    .expected(100s)
                    .task("unknown"))[3] == 5000);
    CHECK(ranks(plan().server("a").task("x")) == std::vector<double>{60000});
}
