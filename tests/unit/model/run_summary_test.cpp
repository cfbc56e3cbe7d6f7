// What a summary adds up.
#include "support/catch.hpp"

#include <ssislb/model/run_summary.hpp>

using namespace ssislb;
using namespace std::chrono_literals;

TEST_CASE("statements are counted over all servers and for each job", "[model][summary]") {
    run_summary run;
    run.servers = {{.attempts = 3, .statements = 20, .status_polls = 12},
                   {.attempts = 1, .statements = 6, .status_polls = 2}};
    CHECK(run.statements() == 26);
    CHECK(run.status_polls() == 14);
    CHECK(run.statements_per_job() == Approx(6.5));
}

TEST_CASE("of the delays with which ends were seen, the median and the greatest are told",
          "[model][summary]") {
    run_summary run;
    run.detection_delays = {900ms, 100ms, 40s, 300ms, 200ms};
    CHECK(run.median_detection_delay() == 300ms);
    CHECK(run.greatest_detection_delay() == 40s);
    run.detection_delays.pop_back();
    CHECK(run.median_detection_delay() == 900ms);
}

TEST_CASE("a run in which no job was seen to end has no delays", "[model][summary]") {
    CHECK_FALSE(run_summary{}.median_detection_delay());
    CHECK_FALSE(run_summary{}.greatest_detection_delay());
    CHECK(run_summary{}.statements_per_job() == 0.0);
}
