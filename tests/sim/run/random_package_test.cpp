// Random parent packages over TDS, judged by the servers' own records.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"

#include <cstdlib>
#include <random>

using namespace ssislb;

namespace {

unsigned seed() {
    char const* given = std::getenv("SSISLB_SEED");
    return given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                            : std::random_device{}();
}

class random_package {
public:
    explicit random_package(unsigned seed)
        : random_(seed) {}

    parent_package make(std::size_t tasks, std::size_t servers) {
        parent_package package;
        package.name = "random";
        for (std::size_t i = 0; i < servers; ++i)
            package.servers.push_back(make_server(i));
        for (std::size_t i = 0; i < tasks; ++i)
            package.tasks.push_back(make_task(i));
        return package;
    }

private:
    std::size_t pick(std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
    }

    server make_server(std::size_t at) {
        server made;
        made.name = "s" + std::to_string(at);
        made.host = "h";
        made.user = "u";
        made.max_jobs = static_cast<std::uint32_t>(1 + pick(4));
        made.speed = 0.5 + static_cast<double>(pick(4)) / 2;
        return made;
    }

    task make_task(std::size_t at) {
        task made;
        made.name = "t" + std::to_string(at);
        made.job = "job of " + made.name;
        made.outcome_from = outcome_source::job;
        made.join = pick(4) == 0 ? constraint_join::any : constraint_join::all;
        made.retries = static_cast<std::uint32_t>(pick(3));
        simulated_behaviour behaviour;
        behaviour.duration = milliseconds(500 + 100 * pick(60));
        if (pick(6) == 0) {
            behaviour.result = outcome::failed;
            behaviour.fail_attempts = static_cast<std::uint32_t>(pick(3));
        }
        made.simulate = behaviour;
        for (std::size_t i = 0; at > 0 && i < pick(3); ++i)
            add_constraint(made, pick(at));
        return made;
    }

    void add_constraint(task& to, std::size_t predecessor) {
        constexpr std::array kinds{constraint_kind::success, constraint_kind::success,
                                   constraint_kind::failure, constraint_kind::completion};
        precedence_constraint const added{"t" + std::to_string(predecessor), kinds[pick(4)]};
        if (std::ranges::find(to.after, added) == to.after.end())
            to.after.push_back(added);
    }

    std::mt19937 random_;
};

} // namespace

TEST_CASE("random packages keep every rule in the servers' own records", "[run]") {
    auto const first = seed();
    for (unsigned round = 0; round < 3; ++round) {
        INFO("SSISLB_SEED=" << first + round);
        test::fleet_run run(random_package(first + round).make(120, 4), 1000);
        auto const& summary = run.go();
        REQUIRE(!run.error());
        for (auto const& violation : run.audit().violations(summary))
            FAIL_CHECK(violation);
    }
}
