// What an instance tells its tests, and how it bears many jobs.
#include "fixture.hpp"
#include "support/catch.hpp"

#include <set>

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;

TEST_CASE("traffic counts logins, batches, calls and procedures by name", "[sim][inspect]") {
    lab lab{one_job()};
    lab.call("msdb.dbo.SP_HELP_JOB");
    lab.batch("EXEC sp_help_job; EXEC msdb..sp_help_jobactivity; EXEC nonsense");
    auto const seen = lab.server.traffic();
    CHECK(seen.logins == 2);
    CHECK(seen.calls == 1);
    CHECK(seen.batches == 1);
    CHECK(seen.procedures == std::map<std::string, std::uint64_t>{
                                 {"sp_help_job", 2}, {"sp_help_jobactivity", 1}, {"nonsense", 1}});
}

TEST_CASE("names of procedures that clients make up are not kept without end", "[sim][inspect]") {
    lab lab{one_job()};
    auto const session = lab.log_in("operator");
    for (int i = 0; i < 1200; ++i)
        (void)session->execute(sql::call{"made_up_" + std::to_string(i), {}});
    (void)session->execute(sql::call{std::string(2000, 'x'), {}});
    (void)session->execute(sql::call{"made_up_7", {}});
    auto const seen = lab.server.traffic().procedures;
    CHECK(seen.size() == 1001);
    CHECK(seen.at("(others)") == 201);
    CHECK(seen.at("made_up_7") == 2);
}

TEST_CASE("runs at a time and starts a job are counted", "[sim][inspect]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("other"));
    lab lab{spec};
    lab.start("load");
    lab.start("other");
    lab.pass(milliseconds{1000});
    CHECK(lab.server.running() == 2);
    lab.pass(milliseconds{60'000});
    lab.start("load");
    lab.pass(milliseconds{60'000});
    CHECK(lab.server.running() == 0);
    CHECK(lab.server.max_running() == 2);
    CHECK(lab.server.starts("load") == 2);
    CHECK(lab.server.starts("other") == 1);
}

TEST_CASE("an unknown job is out of range for controls and inspections", "[sim][inspect]") {
    lab lab{one_job()};
    CHECK_THROWS_AS(lab.server.start_job("nope"), std::out_of_range);
    CHECK_THROWS_AS(lab.server.starts("nope"), std::out_of_range);
    CHECK_FALSE(lab.server.job_exists("nope"));
}

TEST_CASE("job ids are the same in every process and differ between servers", "[sim][inspect]") {
    lab first{one_job()};
    lab again{one_job()};
    auto spec = one_job();
    spec.name = "ETL02";
    lab other{spec};
    auto const id = first.job("load").shown("job_id");
    CHECK(again.job("load").shown("job_id") == id);
    CHECK(other.job("load").shown("job_id") != id);
    CHECK(id[14] == '4');
}

TEST_CASE("foreign jobs by the thousand have ids of their own, and one poll shows all",
          "[sim][inspect]") {
    lab lab{one_job()};
    lab.server.add_foreign_jobs(10'000);
    auto const all = lab.call("sp_help_jobactivity");
    REQUIRE(all.rows() == 10'001);
    std::set<std::string> ids;
    auto const set = all.sets().at(0);
    for (auto const& row : set.rows)
        ids.insert(to_string(std::get<guid>(row[1])));
    CHECK(ids.size() == 10'001);
    lab.start("foreign job 9999");
    lab.pass(milliseconds{60'000});
    CHECK(lab.activity("foreign job 9999").shown("run_status") == "1");
    CHECK(lab.activity("load").rows() == 1);
}

TEST_CASE("jobs come and go while the server runs", "[sim][inspect]") {
    lab lab{one_job()};
    lab.server.add_job(simple_job("late"));
    lab.server.start_job("late", "somebody");
    lab.pass(milliseconds{1000});
    lab.server.remove_job("late");
    CHECK(lab.server.finished_runs().at(0).requested_by == "User somebody");
    lab.server.enable_job("load", false);
    CHECK(lab.job("load").shown("enabled") == "0");
    lab.pass(milliseconds{60'000});
    CHECK(lab.server.running() == 0);
}
