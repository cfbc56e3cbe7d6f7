// Random histories of a server, held against what must always be true.
#include "fixture.hpp"
#include "support/catch.hpp"

#include <map>
#include <random>

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;

namespace {

instance_spec random_spec(std::mt19937& random) {
    auto const below = [&](int limit) {
        return static_cast<int>(random() % static_cast<unsigned>(limit));
    };
    instance_spec spec;
    spec.max_worker_threads = static_cast<std::uint32_t>(below(4));
    spec.history = {.total = below(20) - 1, .per_job = below(6) - 1};
    spec.delays = {.accept = milliseconds{below(20)},
                   .record = milliseconds{below(20)},
                   .pickup = milliseconds{below(50)},
                   .stop = milliseconds{below(50)},
                   .finish = milliseconds{below(50)},
                   .publish = milliseconds{below(50)}};
    for (int number = 0; number < 6; ++number) {
        job_spec job;
        job.name = "job " + std::to_string(number);
        for (int step = below(4); step > 0; --step)
            job.steps.push_back({.name = "step " + std::to_string(step),
                                 .duration = milliseconds{below(300)},
                                 .ends = static_cast<run_end>(below(3)),
                                 .fail_attempts = static_cast<std::uint32_t>(below(3)),
                                 .on_success = static_cast<step_action>(1 + below(3)),
                                 .on_fail = static_cast<step_action>(1 + below(3)),
                                 .retry_attempts = below(2)});
        spec.jobs.push_back(std::move(job));
    }
    return spec;
}

/// One thing that happens to a server.
void disturb(lab& lab, std::mt19937& random, std::map<std::string, std::uint32_t>& accepted) {
    auto const job = "job " + std::to_string(random() % 6);
    switch (random() % 12) {
    case 0:
        return lab.server.restart_agent();
    case 1:
        return random() % 2 == 0 ? lab.server.stop_agent() : lab.server.start_agent();
    case 2:
        return static_cast<void>(lab.server.stop_job(job));
    case 3:
        return lab.server.suspend_job(job, random() % 2 == 0);
    default:
        accepted[job] += lab.start(job).status() == 0;
        lab.pass(milliseconds{random() % 150});
    }
}

void check_invariants(lab& lab, instance_spec const& spec) {
    auto const history = lab.server.history();
    if (spec.max_worker_threads != 0)
        CHECK(lab.server.max_running() <= spec.max_worker_threads);
    std::int32_t last_id = 0;
    for (auto const& row : history) {
        CHECK(row.instance_id > last_id);
        last_id = row.instance_id;
    }
    for (auto const& row : lab.server.activity()) {
        CHECK(row.stop_execution_date.has_value() == row.job_history_id.has_value());
        CHECK((row.session_id <= lab.server.session_id()));
    }
}

} // namespace

TEST_CASE("whatever happens to a server, its tables agree", "[sim][property]") {
    auto const seed = GENERATE(range(1u, 61u));
    INFO("seed " << seed);
    std::mt19937 random{seed};
    auto const spec = random_spec(random);
    lab lab{spec};
    std::map<std::string, std::uint32_t> accepted;
    for (int step = 0; step < 120; ++step) {
        disturb(lab, random, accepted);
        check_invariants(lab, spec);
    }
    // Once time has passed everything that was accepted has ended, one way or another.
    lab.pass(std::chrono::hours{1});
    CHECK(lab.server.running() == 0);
    std::map<std::string, std::uint32_t> ended;
    for (auto const& run : lab.server.finished_runs())
        ++ended[run.job];
    for (auto const& [job, count] : accepted) {
        CHECK(lab.server.starts(job) == count);
        CHECK(ended[job] == count);
    }
}
