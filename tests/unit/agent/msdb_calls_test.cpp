// How procedures of msdb are called.
#include "agent/msdb_calls.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace ssislb;
using namespace ssislb::detail;

namespace {

guid const job = *parse_guid("0F8FAD5B-D9CB-469F-A165-70867728950E");

bool says(tds::rpc const& call, std::string const& name, tds::value const& content) {
    return std::ranges::any_of(call.parameters, [&](tds::parameter const& each) {
        return each.name == name && each.content == content;
    });
}

} // namespace

TEST_CASE("every call names the procedure in full and every parameter", "[agent][calls]") {
    for (auto const& call : {ask_activity(), ask_activity(job, 3), ask_jobs(), ask_job(job),
                             ask_job("load"), ask_history(job), ask_lengths(job), ask_steps(job),
                             ask_last_run(job), start_job(job), stop_job(job)}) {
        CAPTURE(call.procedure);
        CHECK(call.procedure.starts_with("msdb.dbo.sp_"));
        CHECK(std::ranges::all_of(call.parameters, [](auto const& parameter) {
            return parameter.name.starts_with('@');
        }));
    }
}

TEST_CASE("a start takes the job's id and no parameters for the run", "[agent][calls]") {
    CHECK(start_job(job).parameters.size() == 1);
    CHECK(says(start_job(job), "@job_id", job));
}

TEST_CASE("one job is asked for with the aspect that gives one clean set", "[agent][calls]") {
    CHECK(says(ask_job(job), "@job_aspect", std::string("JOB")));
    CHECK(says(ask_job("läd"), "@job_name", std::string("läd")));
    CHECK(says(ask_job("läd"), "@job_aspect", std::string("JOB")));
}

TEST_CASE("history is read in full", "[agent][calls]") {
    CHECK(says(ask_history(job), "@mode", std::string("FULL")));
}

TEST_CASE("lengths are asked for without steps and without runs that failed", "[agent][calls]") {
    CHECK(says(ask_lengths(job), "@mode", std::string("FULL")));
    CHECK(says(ask_lengths(job), "@step_id", std::int64_t{0}));
    CHECK(says(ask_lengths(job), "@run_status", std::int64_t{1}));
}

TEST_CASE("the status call asks for all jobs of the newest session", "[agent][calls]") {
    CHECK(ask_activity().parameters.empty());
}

TEST_CASE("a long poll says nothing while it waits, and names its jobs in look and answer",
          "[agent][calls]") {
    auto const other = *parse_guid("1F8FAD5B-D9CB-469F-A165-70867728950E");
    auto const sql = ask_when_changed({7, {3, 2, 41}, std::chrono::seconds(90), milliseconds(1250)},
                                      {job, other})
                         .sql;
    CHECK(sql.find("SET NOCOUNT ON; SET ANSI_WARNINGS OFF; ") != std::string::npos);
    CHECK(sql.ends_with("@session = 7, @begun = 3, @ended = 2, @history = 41, @longest = 90000, "
                        "@look = '00:00:01.250'"));
    // Inside a text its quotes are doubled.
    auto const named = "job_id IN (''" + to_string(job) + "'', ''" + to_string(other) + "'')";
    auto const first = sql.find(named);
    REQUIRE(first != std::string::npos);
    CHECK(sql.find(named, first + 1) != std::string::npos);
}
