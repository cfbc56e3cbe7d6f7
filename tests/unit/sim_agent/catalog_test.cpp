// Steps whose package lies in the SSIS catalog.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;

namespace {

instance_spec catalog_job(std::string const& options, run_end ends) {
    auto spec = one_job();
    auto& step = spec.jobs.front().steps.front();
    step.command = R"(/ISSERVER "\"\SSISDB\etl\orders\load.dtsx\"" /SERVER "\"etl01\"" )" + options;
    step.ends = ends;
    step.duration = milliseconds{600'000};
    return spec;
}

constexpr char synchronized[] = R"(/Par "\"$ServerOption::SYNCHRONIZED(Boolean)\"";True)";

} // namespace

TEST_CASE("a catalog step without SYNCHRONIZED succeeds at once while its execution still runs",
          "[sim][catalog]") {
    lab lab{catalog_job("/REPORTING E", run_end::failed)};
    lab.start("load");
    lab.pass(milliseconds{1000});
    CHECK(lab.activity("load").shown("run_status") == "1");
    auto executions = lab.server.catalog_executions();
    REQUIRE(executions.size() == 1);
    CHECK(executions[0].status == 2);
    CHECK_FALSE(executions[0].end.has_value());
    // It outlives the Agent too, and ends as it will.
    lab.server.kill_agent();
    lab.pass(milliseconds{600'000});
    CHECK(lab.server.catalog_executions()[0].status == 4);
}

TEST_CASE("with SYNCHRONIZED the step waits, and its row holds the execution's id",
          "[sim][catalog]") {
    lab lab{catalog_job(synchronized, run_end::failed)};
    lab.start("load");
    lab.pass(milliseconds{599'000});
    CHECK(lab.server.state("load") == 1);
    lab.pass(milliseconds{2000});
    auto const rows = lab.history("load");
    CHECK(rows.shown("run_status") == "0");
    CHECK(
        rows.shown("message", 1)
            .find("Package execution on IS Server failed. Execution ID: 1, Execution Status:4.  To "
                  "view the details for the execution, right-click on the Integration Services "
                  "Catalog, and open the [All Executions] report  Started:") != std::string::npos);
    CHECK(rows.shown("message", 1).ends_with("The package execution failed.  The step failed."));
}

TEST_CASE("a canceled step that waits takes its execution with it", "[sim][catalog]") {
    lab lab{catalog_job(synchronized, run_end::succeeded)};
    lab.start("load");
    lab.pass(milliseconds{1000});
    lab.server.stop_job("load");
    lab.pass(milliseconds{1});
    CHECK(lab.server.catalog_executions()[0].status == 3);
}
