// Queries, loops and waits over the wire.
#include "support/catch.hpp"
#include "unit/sim_wire/running_server.hpp"

#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>

using namespace ssislb;
using namespace ssislb::test;

namespace {

std::string const acknowledged = "DONE status 0x0020 (ATTN) curcmd 0x0000 count 0";

constexpr char16_t changed_rows[] =
    u"SELECT GETDATE() AS server_time; SELECT session_id, job_id, run_requested_date, "
    u"start_execution_date, stop_execution_date, job_history_id FROM msdb.dbo.sysjobactivity WHERE "
    u"session_id = (SELECT MAX(session_id) FROM msdb.dbo.syssessions) AND (run_requested_date >= "
    u"@since OR start_execution_date >= @since OR stop_execution_date >= @since)";

/// The same as a batch that waits for a change, ten hours at most.
std::u16string long_poll() {
    std::u16string const condition =
        u"session_id = (SELECT MAX(session_id) FROM msdb.dbo.syssessions) AND (run_requested_date "
        u">= @since OR start_execution_date >= @since OR stop_execution_date >= @since)";
    return u"DECLARE @since datetime = '2026-11-24'; DECLARE @until datetime = DATEADD(hour, 10, "
           u"GETDATE()); WHILE GETDATE() < @until AND NOT EXISTS (SELECT * FROM "
           u"msdb.dbo.sysjobactivity WHERE " +
           condition + u") WAITFOR DELAY '00:00:00.001'; " + changed_rows;
}

/// One thread serves an instance with two jobs and a login that may read its tables.
struct served {
    explicit served(int threads = 1)
        : running(threads)
        , instance(std::make_shared<sim::instance>(described(), clock))
        , server(running.context.get_executor(), instance) {
        server.start();
    }

    static sim::instance_spec described() {
        sim::instance_spec spec;
        spec.name = "ETL01";
        sim::login_spec login{.user = "sa", .password = "secret"};
        login.reads_msdb = true;
        spec.logins.push_back(login);
        for (auto const* const name : {"one", "two"}) {
            sim::job_spec job;
            job.name = name;
            job.steps.emplace_back();
            spec.jobs.push_back(std::move(job));
        }
        return spec;
    }

    running_context running;
    /// A wait comes to its end only where time goes on.
    std::shared_ptr<sim::clock const> clock = std::make_shared<sim::accelerated_clock>(
        1.0, timestamp{std::chrono::sys_days{std::chrono::November / 24 / 2026}});
    std::shared_ptr<sim::instance> instance;
    sim::simulated_server server;
};

struct logged_in : blocking_client {
    explicit logged_in(served const& at)
        : blocking_client(at.server.port()) {
        log_in();
    }
};

std::size_t rows_in(std::vector<std::string> const& told) {
    return static_cast<std::size_t>(std::ranges::count_if(told, [](std::string const& line) {
        return line.starts_with("ROW") || line.starts_with("NBCROW");
    }));
}

} // namespace

TEST_CASE("sp_executesql as a call gives the rows that have changed", "[sim][server][query]") {
    served world;
    world.instance->start_job("two");
    logged_in client(world);
    auto const told = client.ask(rpc_bytes(u"sp_executesql")
                                     .text(u"@stmt", changed_rows)
                                     .text(u"@params", u"@since datetime")
                                     .text(u"@since", u"2026-01-01T00:00:00.000")
                                     .message());
    REQUIRE_FALSE(told.empty());
    CHECK(rows_in(told) == 2);
    CHECK(std::ranges::count_if(told, [](std::string const& line) {
              return line.starts_with("DONEINPROC status 0x0011");
          }) == 2);
    CHECK(told.back() == "DONEPROC status 0x0000 (FINAL) curcmd 0x00E0 count 0");
}

TEST_CASE("WAITFOR holds no thread: another client is served meanwhile", "[sim][server][query]") {
    served world;
    logged_in waits(world);
    logged_in other(world);
    waits.send(batch(u"WAITFOR DELAY '10:00:00' SELECT 1"));
    CHECK(other.ask(batch(u"SELECT 1")).size() == 3);
    CHECK(waits.ask(attention()) == std::vector<std::string>{acknowledged});
    CHECK(waits.ask(batch(u"SELECT 1")).size() == 3);
}

TEST_CASE("an endless loop holds no thread, and an attention ends it", "[sim][server][query]") {
    served world;
    logged_in loops(world);
    logged_in other(world);
    loops.send(batch(u"WHILE 1 = 1 SET NOCOUNT OFF; DECLARE @x int"));
    for (int times = 0; times < 20; ++times)
        CHECK(other.ask(batch(u"SELECT 1")).size() == 3);
    // What it has said so far is gone with it.
    CHECK(loops.ask(attention()) == std::vector<std::string>{acknowledged});
    CHECK(loops.ask(batch(u"SELECT 1")).size() == 3);
}

TEST_CASE("a long poll ends with the change that it waits for", "[sim][server][query]") {
    served world;
    logged_in waits(world);
    logged_in other(world);
    waits.send(batch(long_poll()));
    CHECK(other.ask(rpc_bytes(u"msdb.dbo.sp_start_job").text(u"@job_name", u"one").message())
              .size() >= 2);
    CHECK(rows_in(read_answer(waits.receive_message())) == 2);
}

TEST_CASE("a client that goes away takes its waiting batch with it", "[sim][server][query]") {
    served world;
    {
        logged_in gone(world);
        gone.send(batch(u"WAITFOR DELAY '10:00:00'"));
    }
    logged_in stays(world);
    CHECK(stays.ask(batch(u"SELECT 1")).size() == 3);
}

TEST_CASE("a server that dies or stops cuts those that wait", "[sim][server][query]") {
    served world;
    logged_in waits(world);
    waits.send(batch(u"WAITFOR DELAY '10:00:00'"));
    world.instance->kill_server();
    CHECK(waits.receive_all().empty());
    world.instance->revive_server();
    logged_in again(world);
    again.send(batch(u"WAITFOR DELAY '10:00:00'"));
    world.server.stop();
    CHECK(again.receive_all().empty());
}

TEST_CASE("many clients poll a server of several threads", "[sim][server][query]") {
    served world(3);
    std::atomic<int> told{0};
    std::vector<std::thread> threads;
    for (int at = 0; at < 8; ++at)
        threads.emplace_back([&] {
            logged_in client(world);
            client.send(batch(long_poll()));
            told += rows_in(read_answer(client.receive_message())) >= 2 ? 1 : 0;
        });
    while (world.server.counters().requests < 8)
        std::this_thread::yield();
    world.instance->start_job("one");
    for (auto& each : threads)
        each.join();
    CHECK(told == 8);
}
