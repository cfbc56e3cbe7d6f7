// Three servers in ten restart again and again while a parent package runs.
#include "../tds/line_meter.hpp"
#include "detection_meter.hpp"
#include "restart_storm.hpp"
#include "support/catch.hpp"
#include "support/fleet_run.hpp"

#include <malloc.h>

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

constexpr double speed = 100;
constexpr std::size_t servers = 30;
constexpr std::size_t stormy = 9;
constexpr std::size_t tasks = 320;

std::string name_of(char kind, std::size_t number) {
    return kind + std::to_string(number);
}

server make_server(std::size_t at) {
    server made;
    made.name = name_of('s', at);
    made.host = "h";
    made.user = "u";
    made.max_jobs = 2;
    // Some of each kind.
    if (at % 3 != 0) {
        made.encryption = encryption_level::off;
        made.verify_certificate = false;
    }
    return made;
}

/// Every kind of task: bound to a stormy server, restartable, with retries, failing, behind others.
task make_task(std::size_t at) {
    task made;
    made.name = name_of('t', at);
    made.job = "job of " + made.name;
    made.outcome_from = outcome_source::job;
    made.restartable = at % 4 == 0;
    made.retries = at % 6 == 0 ? 1 : 0;
    if (at % 9 == 0)
        made.servers = {name_of('s', at / 9 % stormy)};
    simulated_behaviour behaviour;
    behaviour.duration = 1s + 1s * (at * 7 % 60);
    if (at % 7 == 0)
        behaviour.result = outcome::failed;
    made.simulate = behaviour;
    if (at >= 100 && at % 3 == 0)
        made.after.push_back({name_of('t', at - 100), constraint_kind::completion});
    return made;
}

parent_package make_package() {
    parent_package package;
    package.name = "night of restarts";
    for (std::size_t i = 0; i < servers; ++i)
        package.servers.push_back(make_server(i));
    for (std::size_t i = 0; i < tasks; ++i)
        package.tasks.push_back(make_task(i));
    return package;
}

/// One run of the package through the storm.
struct night {
    night()
        : run(make_package(), speed) {
        run.options().reconnect_for = 100h;
        run.options().patience = 100h;
        for (std::size_t i = 0; i < servers; ++i)
            if (i < stormy)
                struck.emplace_back(run.instance(i));
            else
                healthy.push_back({server_id{static_cast<std::uint32_t>(i)}, run.instance(i)});
    }

    void pass() {
        restart_storm const storm(struck, 50ms);
        meter = std::make_shared<detection_meter>(run.package(), healthy,
                                                  [&storm] { return storm.beats(); });
        run.observe(meter);
        run.go();
        beats = storm.beats();
    }

    fleet_run run;
    restart_storm::servers struck;
    std::vector<detection_meter::watched> healthy;
    std::shared_ptr<detection_meter> meter;
    std::size_t beats = 0;
};

/// Judged by the servers' own records: run_audit.
void one_night() {
    night one;
    one.pass();
    auto const& summary = one.run.summary();
    CHECK_FALSE(one.run.error());
    for (auto const& violation : one.run.audit().violations(summary))
        FAIL_CHECK(violation);
    CHECK(one.beats > 3 * stormy);
    CHECK(summary.count(outcome::skipped) == 0);
    // It is the storm that loses runs, and only those that are not started again.
    CHECK(summary.count(outcome::unknown) > 0);
    for (std::size_t i = stormy; i < servers; ++i)
        CHECK(summary.servers[i].reconnects == 0);

    auto const& meter = *one.meter;
    CHECK(meter.reports() > tasks / 2);
    // A status that was under way, the one that showed the end, its history; and what the other
    // slot asked meanwhile.
    CHECK(meter.most_statements() <= 10);
    CHECK(meter.beats() <= 10 * meter.reports());
}

struct spent {
    std::size_t descriptors;
    std::size_t threads;
    std::size_t heap;
};

spent spent_now() {
    return {open_descriptors(), living_threads(), ::mallinfo2().uordblks};
}

} // namespace

TEST_CASE(
    "servers that restart all the time cost no true outcome, no second start and no descriptor",
    "[trouble][storm]") {
    one_night();
    auto const before = spent_now();
    one_night();
    auto const after = spent_now();
    CHECK(after.descriptors == before.descriptors);
    CHECK(after.threads == before.threads);
    // What is kept is kept once a server that was met, which is some hundred bytes.
    CHECK(after.heap < before.heap + std::size_t{64} * 1024);
}
