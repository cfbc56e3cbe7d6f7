// How soon ends are seen by polls that adapt, beside fixed ones that ask as often.
#include "figure.hpp"
#include "size_arguments.hpp"
#include "unit/agent/polled_fleet.hpp"

#include <ssislb/agent/poll_budget.hpp>

#include <memory>
#include <string>

namespace {

using namespace ssislb;
using namespace std::chrono_literals;

class comparison {
public:
    comparison(std::size_t ends, std::uint64_t seed)
        : ends_(ends)
        , seed_(seed) {}

    void of(std::string const& name, test::polled_fleet fleet) const {
        fleet.ends = ends_;
        print(name, test::watch(fleet, seed_));
    }

    /// Of many servers that share a budget.
    void of_shared(std::string const& name, test::polled_fleet fleet, double budget) const {
        fleet.servers = 200;
        fleet.how.budget = std::make_shared<poll_budget>(budget);
        fleet.ends = ends_;
        auto const seen = test::watch(fleet, seed_);
        bench::print("polls_over_budget_" + name, seen.polls_per_second / budget, "ratio");
        print(name, seen);
    }

private:
    static void print(std::string const& name, test::polled_figures const& seen) {
        double const rate = seen.polls_per_second / static_cast<double>(seen.servers);
        bench::print("statements_per_second_" + name, rate, "1/s");
        bench::print("detection_mean_" + name, seen.mean_delay(), "s");
        bench::print("detection_p99_" + name, bench::percentile(seen.delays, 0.99), "s");
        bench::print("fixed_mean_" + name, seen.fixed_delay(), "s");
        bench::print("adaptive_over_fixed_" + name, seen.mean_delay() / seen.fixed_delay(),
                     "ratio");
    }

    std::size_t ends_;
    std::uint64_t seed_;
};

} // namespace

int main(int argc, char** argv) {
    auto const [ends, seed] = bench::read_sizes(argc, argv, "[ENDS SEED]", {200'000, 1});
    bench::print("seed", static_cast<double>(seed), "number");
    comparison const figures(ends, seed);
    figures.of("1x30s", {.jobs = 1, .median = 30s});
    figures.of("1x300s", {.jobs = 1, .median = 300s});
    figures.of("4x30s", {.jobs = 4, .median = 30s});
    figures.of("4x300s", {.jobs = 4, .median = 300s});
    figures.of("100x30s", {.jobs = 100, .median = 30s});
    figures.of("100x300s", {.jobs = 100, .median = 300s});
    figures.of("1x300s_unknown", {.jobs = 1, .median = 300s, .is_known = false});
    figures.of("4x300s_unknown", {.jobs = 4, .median = 300s, .is_known = false});
    figures.of_shared("shared_1x300s", {.jobs = 1, .median = 300s}, 30);
    figures.of_shared("shared_4x30s", {.jobs = 4, .median = 30s}, 100);
}
