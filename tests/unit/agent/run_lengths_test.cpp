// Estimates from the history of a job.
#include "agent/run_lengths.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <cmath>
#include <vector>

using namespace ssislb;
using namespace ssislb::detail;
using namespace std::chrono_literals;

namespace {

guid const load = parse_guid("00000000-0000-0000-0000-000000000001").value();
guid const extract = parse_guid("00000000-0000-0000-0000-000000000002").value();

job_history_row run(std::int32_t id, milliseconds length, guid const& job = load) {
    job_history_row row;
    row.instance_id = id;
    row.job = job;
    row.status = run_status::succeeded;
    row.duration = length;
    return row;
}

run_lengths after(std::vector<job_history_row> const& rows) {
    run_lengths lengths;
    lengths.learn(rows);
    return lengths;
}

} // namespace

TEST_CASE("of a job that has not been seen nothing is known", "[agent][lengths]") {
    auto const lengths = after({run(1, 10s)});
    CHECK(lengths.of(load));
    CHECK_FALSE(lengths.of(extract));
}

TEST_CASE("the median is the geometric mean of the lengths", "[agent][lengths]") {
    auto const found = after({run(1, 10s), run(2, 40s)}).of(load);
    REQUIRE(found);
    CHECK(found->median == 20s);
    // Either is log(2) off: ((2 * 0.480453 + 0.09) / 2) * 1.5.
    CHECK(found->spread == Approx(std::sqrt(0.788180)).epsilon(1e-4));
}

TEST_CASE("few runs tell little of the spread", "[agent][lengths]") {
    std::vector rows{run(1, 60s)};
    CHECK(after(rows).of(load)->spread == Approx(0.3 * std::sqrt(2)));
    rows.push_back(run(2, 60s));
    CHECK(after(rows).of(load)->spread == Approx(0.3 * std::sqrt(0.75)));
}

TEST_CASE("a spread stays within what is plausible", "[agent][lengths]") {
    std::vector<job_history_row> same;
    std::vector<job_history_row> wild;
    for (std::int32_t id = 1; id <= 100; ++id) {
        same.push_back(run(id, 60s));
        wild.push_back(run(id, id % 2 == 0 ? 1s : 10'000s));
    }
    CHECK(after(same).of(load)->spread == 0.1);
    CHECK(after(wild).of(load)->spread == 1.0);
}

TEST_CASE("a row is counted once, however often it is read", "[agent][lengths]") {
    run_lengths lengths;
    lengths.learn(std::vector{run(3, 10s), run(1, 10s)});
    lengths.learn(std::vector{run(3, 10s), run(1, 10s)});
    lengths.learn(std::vector{run(5, 80s), run(3, 10s), run(1, 10s)});
    REQUIRE(lengths.of(load));
    CHECK(lengths.of(load)->median == 20s);
}

TEST_CASE("each job has a history of its own", "[agent][lengths]") {
    auto const lengths = after({run(1, 10s), run(9, 90s, extract), run(2, 10s)});
    CHECK(lengths.of(load)->median == 10s);
    CHECK(lengths.of(extract)->median == 90s);
}

TEST_CASE("steps and runs that did not succeed tell nothing", "[agent][lengths]") {
    auto step = run(1, 10s);
    step.step = 1;
    auto failed = run(2, 1s);
    failed.status = run_status::failed;
    auto canceled = run(3, 1s);
    canceled.status = run_status::canceled;
    CHECK_FALSE(after({step, failed, canceled}).of(load));
}

TEST_CASE("a run of less than a second took half of one", "[agent][lengths]") {
    CHECK(after({run(1, 0ms)}).of(load)->median == 500ms);
}

TEST_CASE("it is worth asking for what was neither seen nor asked for", "[agent][lengths]") {
    auto lengths = after({run(1, 10s)});
    CHECK_FALSE(lengths.is_worth_asking(load));
    CHECK(lengths.is_worth_asking(extract));
    lengths.note_asked(extract);
    CHECK_FALSE(lengths.is_worth_asking(extract));
}
