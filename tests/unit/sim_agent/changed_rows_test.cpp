// The question for the rows of activity that have changed since some time.
#include "query.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;

namespace {

constexpr char statement[] =
    "SELECT GETDATE() AS server_time; SELECT session_id, job_id, run_requested_date, "
    "start_execution_date, stop_execution_date, job_history_id FROM msdb.dbo.sysjobactivity WHERE "
    "session_id = (SELECT MAX(session_id) FROM msdb.dbo.syssessions) AND (run_requested_date >= "
    "@since OR start_execution_date >= @since OR stop_execution_date >= @since)";

/// As an RPC call of sp_executesql.
answer ask_by_call(lab& lab, sql::value since) {
    return lab.call("watcher", "sp_executesql",
                    {named("@stmt", text(statement)), named("@params", text("@since datetime")),
                     named("@since", std::move(since))});
}

/// As a batch.
answer ask_by_batch(lab& lab, std::string const& since) {
    return query(lab, std::string{"EXEC sys.sp_executesql N'"} + statement +
                          "', N'@since datetime', @since = '" + since + "'");
}

std::vector<std::string> changed_jobs(lab& lab, answer const& of) {
    std::vector<std::string> result;
    auto const set = of.sets().at(1);
    for (auto const& row : set.rows)
        for (auto const* const job : {"a", "b", "c", "d"})
            if (lab.job(job).cell("job_id") == row.at(1))
                result.emplace_back(job);
    std::ranges::sort(result);
    return result;
}

using jobs = std::vector<std::string>;

} // namespace

TEST_CASE("a call and a batch ask alike: the server's time, then the rows", "[sim][changes]") {
    busy_lab lab;
    for (auto const& told : {ask_by_call(lab, text("2026-01-01T00:00:00.000")),
                             ask_by_batch(lab, "2026-01-01T00:00:00.000")}) {
        CHECK(told.numbers().empty());
        REQUIRE(told.sets().size() == 2);
        CHECK(told.shown("server_time") == "2026-11-24 03:44:26.250");
        CHECK(told.columns() == std::vector<std::string>{"server_time"});
        CHECK(told.sets().at(1).columns.size() == 6);
        CHECK(changed_jobs(lab, told) == jobs{"a", "b", "c"});
    }
}

TEST_CASE("a row shows from each of its moments on", "[sim][changes]") {
    lab lab{four_jobs()};
    auto const now = [&] { return sql::value{lab.server.now()}; };
    CHECK(changed_jobs(lab, ask_by_call(lab, now())).empty());
    lab.start("b");
    auto const requested = now();
    CHECK(changed_jobs(lab, ask_by_call(lab, requested)) == jobs{"b"});
    lab.pass(milliseconds{10});
    CHECK(changed_jobs(lab, ask_by_call(lab, now())).empty());
    lab.pass(milliseconds{1900});
    auto const before_the_end = now();
    CHECK(changed_jobs(lab, ask_by_call(lab, before_the_end)).empty());
    lab.pass(milliseconds{1000});
    // The moment of an end has no milliseconds, so it may lie before the question.
    CHECK(changed_jobs(lab, ask_by_call(lab, sql::value{lab.server.now() - milliseconds{2000}})) ==
          jobs{"b"});
    CHECK(changed_jobs(lab, ask_by_call(lab, requested)) == jobs{"b"});
}

TEST_CASE("rows of a session that is over are not asked for", "[sim][changes]") {
    busy_lab lab;
    lab.server.restart_agent();
    CHECK(changed_jobs(lab, ask_by_batch(lab, "2026-01-01")).empty());
    lab.start("d");
    CHECK(changed_jobs(lab, ask_by_batch(lab, "2026-01-01")) == jobs{"d"});
}

TEST_CASE("the index leaves out no row that a look at every row finds", "[sim][changes]") {
    lab lab{four_jobs()};
    // A sum hides from the index what it is about.
    constexpr char found[] = "SELECT job_id FROM sysjobactivity WHERE start_execution_date >= "
                             "@t OR stop_execution_date >= @t OR last_executed_step_date = @t "
                             "ORDER BY job_id";
    constexpr char scanned[] =
        "SELECT job_id FROM sysjobactivity WHERE (start_execution_date >= @t "
        "OR stop_execution_date >= @t OR last_executed_step_date = @t) OR "
        "session_id + 0 = -1 ORDER BY job_id";
    auto const rows = [&](char const* text, server_time since) {
        return lab
            .call("watcher", "sp_executesql",
                  {positional(test::text(text)), positional(test::text("@t datetime")),
                   positional(since)})
            .sets()
            .at(0)
            .rows;
    };
    std::size_t most = 0;
    for (int step = 0; step < 300; ++step) {
        if (step % 7 == 0)
            lab.start(std::string(1, static_cast<char>('a' + step % 4)));
        lab.pass(milliseconds{step % 13 * 31});
        for (int back = 0; back < 4000; back += 333) {
            auto const since = lab.server.now() - milliseconds{back};
            auto const some = rows(found, since);
            REQUIRE(some == rows(scanned, since));
            most = std::max(most, some.size());
        }
    }
    CHECK(most >= 3);
}
