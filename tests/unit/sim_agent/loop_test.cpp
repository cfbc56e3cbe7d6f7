// WHILE and WAITFOR: batches that wait, go on and never end.
#include "query.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using namespace std::chrono_literals;
using numbers = std::vector<std::int32_t>;

namespace {

/// A session with a batch under way.
struct waiting {
    waiting(lab& of, std::string text)
        : session{of.log_in("watcher")}
        , now{session->execute(sql::batch{std::move(text)})} {}

    [[nodiscard]] bool waits() const { return now.response.goes_on_after.has_value(); }
    [[nodiscard]] std::chrono::microseconds delay() const { return *now.response.goes_on_after; }
    answer const& resume() {
        now = {session->resume()};
        return now;
    }

    std::unique_ptr<sql::session> session;
    answer now;
};

constexpr char endless[] = "WHILE 1 = 1 SET NOCOUNT ON";

/// Waits for a change of activity after 03:44:16, no longer than 30 seconds.
constexpr char long_poll[] =
    "DECLARE @since datetime = '2026-11-24T03:44:16.250'; DECLARE @until datetime = "
    "DATEADD(millisecond, 30000, GETDATE()); WHILE GETDATE() < @until AND NOT EXISTS (SELECT * "
    "FROM "
    "msdb.dbo.sysjobactivity WHERE session_id = (SELECT MAX(session_id) FROM msdb.dbo.syssessions) "
    "AND (run_requested_date >= @since OR start_execution_date >= @since OR stop_execution_date >= "
    "@since)) WAITFOR DELAY '00:00:00.250'; SELECT GETDATE() AS server_time; SELECT job_id FROM "
    "msdb.dbo.sysjobactivity WHERE session_id = (SELECT MAX(session_id) FROM msdb.dbo.syssessions) "
    "AND (run_requested_date >= @since OR start_execution_date >= @since OR stop_execution_date >= "
    "@since)";

} // namespace

TEST_CASE("WAITFOR lets the batch wait until its time has come", "[sim][loop]") {
    lab lab{watched({})};
    waiting batch{lab, "SELECT 1 AS a WAITFOR DELAY '00:00:00.250' SELECT 2 AS b"};
    REQUIRE(batch.waits());
    CHECK(batch.delay() == 250ms);
    CHECK(batch.now.response.items.empty());
    lab.pass(100ms);
    batch.resume();
    REQUIRE(batch.waits());
    CHECK(batch.delay() == 150ms);
    lab.pass(150ms);
    batch.resume();
    REQUIRE_FALSE(batch.waits());
    CHECK(batch.now.sets().size() == 2);
}

TEST_CASE("WAITFOR takes a text, a variable or a datetime", "[sim][loop]") {
    lab lab{watched({})};
    CHECK(waiting{lab, "DECLARE @d varchar(20) = '01:02:03' WAITFOR DELAY @d"}.delay() ==
          1h + 2min + 3s);
    CHECK(waiting{lab, "DECLARE @d datetime = '1900-01-01 00:00:02' WAITFOR DELAY @d"}.delay() ==
          2s);
    for (auto const* const text : {"WAITFOR DELAY '25:00:00'", "WAITFOR DELAY 'soon'",
                                   "DECLARE @d varchar(9) WAITFOR DELAY @d"})
        CHECK(query(lab, text).numbers() == numbers{148});
    CHECK(query(lab, "WAITFOR TIME '10:00'").numbers() == numbers{40517});
    CHECK(query(lab, "WAITFOR 5").numbers() == numbers{102});
}

TEST_CASE("WHILE repeats, BREAK and CONTINUE and RETURN leave", "[sim][loop]") {
    lab lab{watched({})};
    CHECK(query(lab, "DECLARE @n int = 0 WHILE @n < 5 SET @n = @n + 1 SELECT @n AS n").shown("n") ==
          "5");
    CHECK(query(lab, "DECLARE @n int = 0, @s int = 0 WHILE 1 = 1 BEGIN SET @n = @n + 1; IF @n > 10 "
                     "BREAK; IF @n % 2 = 0 CONTINUE; SET @s = @s + @n END SELECT @s AS s")
              .shown("s") == "25");
    CHECK(query(lab,
                "DECLARE @n int = 0 WHILE @n < 2 BEGIN DECLARE @m int = 0 WHILE 1 = 1 BEGIN SET "
                "@m = @m + 1 IF @m = 3 BREAK END SET @n = @n + 1 END SELECT @n * 10 + @m AS x")
              .shown("x") == "23");
    CHECK(query(lab, "WHILE 1 = 1 BEGIN PRINT 'once' RETURN END SELECT 1").sets().empty());
    CHECK(query(lab, "SELECT 1 BREAK").numbers() == numbers{135});
    CHECK(query(lab, "IF 1 = 1 CONTINUE").numbers() == numbers{136});
    // What ends a nested text is not the loop around it.
    CHECK(query(lab, "WHILE 1 = 1 BEGIN EXEC sp_executesql N'RETURN' BREAK END SELECT 1 AS x")
              .rows() == 1);
}

TEST_CASE("a declaration in a loop counts once, two of a name are 134", "[sim][loop]") {
    lab lab{watched({})};
    CHECK(query(lab,
                "DECLARE @n int = 0 WHILE @n < 3 BEGIN DECLARE @m int SET @m = ISNULL(@m, 0) + 1 "
                "SET @n = @n + 1 END SELECT @m AS m")
              .shown("m") == "3");
    CHECK(query(lab, "DECLARE @n int IF 1 = 1 DECLARE @n int").numbers() == numbers{134});
}

TEST_CASE("a loop that never ends gives way, and can be ended", "[sim][loop]") {
    lab lab{watched({})};
    waiting batch{lab, endless};
    for (int turn = 0; turn < 20; ++turn) {
        REQUIRE(batch.waits());
        CHECK(batch.delay() == 0us);
        batch.resume();
    }
    batch.session->cancel();
    answer const next{batch.session->execute(sql::batch{"SELECT @@TRANCOUNT AS n"})};
    CHECK(next.shown("n") == "0");
}

TEST_CASE("texts that call one another without end give way too", "[sim][loop]") {
    lab lab{watched({})};
    waiting batch{lab,
                  "DECLARE @s nvarchar(4000) = N'IF @d < 25 BEGIN SET @d = @d + 1 EXEC "
                  "sp_executesql @s, N''@s nvarchar(4000), @d int'', @s, @d EXEC sp_executesql "
                  "@s, N''@s nvarchar(4000), @d int'', @s, @d END' EXEC sp_executesql @s, N'@s "
                  "nvarchar(4000), @d int', @s, 0"};
    CHECK(batch.waits());
    CHECK(batch.resume().response.goes_on_after.has_value());
}

TEST_CASE("what is canceled leaves the session as it was", "[sim][loop]") {
    lab lab{watched({})};
    waiting batch{lab,
                  "BEGIN EXEC tempdb..sp_executesql N'SET NOCOUNT ON WAITFOR DELAY ''10:00''' END"};
    REQUIRE(batch.waits());
    batch.session->cancel();
    auto const asked = [&](std::string text) {
        return answer{batch.session->execute(sql::batch{std::move(text)})};
    };
    CHECK(asked("SELECT DB_NAME() AS d").shown("d") == "msdb");
    CHECK(asked("SELECT 1 AS x").sets().front().counted);
    // As deep as before.
    std::string deep = "SELECT 1 AS x";
    for (int level = 0; level < 200; ++level)
        deep = "BEGIN " + deep + " END";
    CHECK(asked(deep).shown("x") == "1");
}

TEST_CASE("what a loop says, and what a query looks at, has an end", "[sim][loop]") {
    auto spec = watched({});
    lab lab{std::move(spec)};
    waiting talker{lab, "WHILE 1 = 1 PRINT 'again'"};
    while (talker.waits())
        talker.resume();
    CHECK(talker.now.numbers().back() == 701);
    lab.server.add_foreign_jobs(200);
    CHECK(query(lab, "SELECT COUNT(*) FROM sysjobs a, sysjobs b, sysjobs c").numbers() ==
          numbers{8623});
}

TEST_CASE("a long poll waits for a change and then tells it", "[sim][loop]") {
    lab lab{four_jobs()};
    waiting poll{lab, long_poll};
    for (int round = 0; round < 8; ++round) {
        REQUIRE(poll.waits());
        CHECK(poll.delay() == 250ms);
        lab.pass(250ms);
        poll.resume();
    }
    lab.start("b");
    lab.pass(250ms);
    poll.resume();
    REQUIRE_FALSE(poll.waits());
    REQUIRE(poll.now.sets().size() == 2);
    CHECK(poll.now.shown("server_time") == "2026-11-24 03:44:18.500");
    CHECK(poll.now.sets().at(1).rows == std::vector<sql::row>{{lab.job("b").cell("job_id")}});
}

TEST_CASE("a long poll without a change ends at its time, with no rows", "[sim][loop]") {
    lab lab{four_jobs()};
    waiting poll{lab, long_poll};
    int rounds = 0;
    for (; poll.waits(); ++rounds) {
        lab.pass(250ms);
        poll.resume();
    }
    CHECK(rounds == 120);
    CHECK(poll.now.sets().at(1).rows.empty());
}

TEST_CASE("a long poll of a login that may not read is refused at once", "[sim][loop]") {
    lab lab{four_jobs()};
    answer const refused{lab.log_in("operator")->execute(sql::batch{long_poll})};
    CHECK_FALSE(refused.response.goes_on_after.has_value());
    CHECK(refused.numbers() == numbers{229, 229});
}

TEST_CASE("a batch that waits dies with its server", "[sim][loop]") {
    lab lab{watched({})};
    waiting batch{lab, "WAITFOR DELAY '00:00:01' SELECT 1"};
    lab.server.kill_server();
    batch.resume();
    CHECK_FALSE(batch.waits());
    CHECK(batch.now.response.delivery.drop_after == 0);
    CHECK(batch.now.response.items.empty());
}

TEST_CASE("an accelerated server waits less", "[sim][loop]") {
    auto const fast = std::make_shared<accelerated_clock>(100.0);
    instance server{watched({}), fast};
    sql::login login;
    login.user = "watcher";
    login.password = "secret";
    auto const session =
        std::get<std::unique_ptr<sql::session>>(detail::service_of(server).log_in(login));
    auto const first = session->execute(sql::batch{"WAITFOR DELAY '01:00:00'"});
    REQUIRE(first.goes_on_after.has_value());
    CHECK(*first.goes_on_after == 36s);
}
