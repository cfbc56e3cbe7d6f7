// Faults by script.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using std::chrono::milliseconds;
using numbers = std::vector<std::int32_t>;

namespace {

sql::delivery const& delivery(answer const& of) {
    return of.response.delivery;
}

} // namespace

TEST_CASE("a dropped request leaves the world unchanged", "[sim][fault]") {
    lab lab{one_job()};
    lab.server.add_fault(fault::on("sp_start_job").drop_request());
    auto const lost = lab.start("load");
    CHECK(delivery(lost).drop_after == 0u);
    CHECK(lost.response.items.empty());
    CHECK(lab.server.starts("load") == 0);
    CHECK(lab.activity("load").shown("run_requested_date") == "NULL");
    CHECK(lab.start("load").numbers() == numbers{14243});
}

TEST_CASE("a request that is delivered late runs when it arrives", "[sim][fault]") {
    lab lab{one_job()};
    lab.server.add_fault(fault::on("sp_start_job").deliver_late(milliseconds{3000}));
    CHECK(delivery(lab.start("load")).drop_after == 0u);
    lab.pass(milliseconds{2999});
    CHECK(lab.server.starts("load") == 0);
    lab.pass(milliseconds{1001});
    CHECK(lab.server.starts("load") == 1);
    // It was requested when it arrived, by who had sent it.
    CHECK(lab.start("load").numbers() == numbers{22022});
    lab.pass(milliseconds{60'000});
    auto const runs = lab.server.finished_runs();
    REQUIRE(runs.size() == 1);
    CHECK(runs.front().requested_by == "User operator");
    CHECK(to_string(runs.front().requested) == "2026-11-24 03:44:19.250");
}

TEST_CASE("a late request finds the Agent as it is then, and a dead server not at all",
          "[sim][fault]") {
    lab lab{one_job()};
    lab.server.add_fault(fault::on("sp_start_job").times(2).deliver_late(milliseconds{3000}));
    lab.start("load");
    CHECK(lab.server.start_job("load", "bob"));
    lab.pass(milliseconds{3000});
    CHECK(lab.server.starts("load") == 1);
    lab.pass(milliseconds{60'000});
    lab.start("load");
    lab.server.kill_server();
    lab.pass(milliseconds{4000});
    lab.server.revive_server();
    lab.pass(milliseconds{4000});
    CHECK(lab.server.starts("load") == 1);
}

TEST_CASE("a dropped answer has been executed", "[sim][fault]") {
    lab lab{one_job()};
    lab.server.add_fault(fault::on("SP_START_JOB").drop_answer());
    CHECK(delivery(lab.start("load")).drop_after == 0u);
    CHECK(lab.server.starts("load") == 1);
    CHECK(lab.activity("load").shown("run_requested_date") != "NULL");
    CHECK(lab.start("load").numbers() == numbers{22022});
}

TEST_CASE("faults strike at the nth call, once, several times or always", "[sim][fault]") {
    lab lab{one_job()};
    lab.server.add_fault(fault::on("sp_help_job").nth(2).times(2).refuse(1205));
    std::string struck;
    for (int i = 0; i < 5; ++i)
        struck += lab.call("sp_help_job").numbers().empty() ? '.' : 'x';
    CHECK(struck == ".xx..");
    lab.server.clear_faults();
    lab.server.add_fault(fault::on_any_call().nth(2).always().refuse(1222));
    CHECK(lab.call("sp_help_job").numbers().empty());
    CHECK(lab.call("sp_help_jobactivity").numbers() == numbers{1222});
    CHECK(lab.call("sp_help_job").numbers() == numbers{1222});
}

TEST_CASE("refusals have the true severities and texts", "[sim][fault]") {
    lab lab{one_job()};
    auto const refused = [&](std::int32_t number) {
        lab.server.clear_faults();
        lab.server.add_fault(fault::on("sp_start_job").refuse(number));
        return lab.start("load");
    };
    auto const deadlock = refused(1205);
    CHECK(deadlock.message().severity == 13);
    CHECK(deadlock.message().text.starts_with("Transaction (Process ID 5"));
    CHECK(refused(14258).message().text ==
          "Cannot perform this operation while SQLServerAgent is starting. Try again later.");
    CHECK(refused(22022).message().text ==
          "SQLServerAgent is not currently running so it cannot be notified of this action.");
    CHECK(refused(22022).status() == 1);
    CHECK(refused(14262).message().text == "The specified @job_name ('load') does not exist.");
    CHECK(lab.server.starts("load") == 0);
    lab.server.clear_faults();
    lab.server.add_fault(fault::on("sp_start_job").refuse(50001, "not today"));
    CHECK(lab.start("load").message().text == "not today");
}

TEST_CASE("delays, cuts and stalls of the line go with the answer", "[sim][fault]") {
    lab lab{one_job()};
    lab.server.add_fault(fault::on("sp_help_job")
                             .delay(milliseconds{70})
                             .drop_answer_after(100)
                             .stall_answer(40, milliseconds{900}));
    auto const answer = lab.call("sp_help_job");
    CHECK(answer.rows() == 1);
    CHECK(delivery(answer).delay == milliseconds{70});
    CHECK(delivery(answer).drop_after == 100u);
    CHECK(delivery(answer).stall_after == 40u);
    CHECK(delivery(answer).stall == milliseconds{900});
}

TEST_CASE("the Agent dies right after it has accepted a start", "[sim][fault]") {
    lab lab{one_job()};
    lab.server.add_fault(fault::on("sp_start_job").kill_agent());
    CHECK(lab.start("load").numbers() == numbers{14243});
    CHECK_FALSE(lab.server.agent_running());
    CHECK(lab.start("load").numbers() == numbers{22022});
}

TEST_CASE("the Agent restarts in mid run at a poll", "[sim][fault]") {
    lab lab{one_job()};
    lab.server.add_fault(fault::on("sp_help_jobactivity").nth(2).restart_agent());
    lab.start("load");
    lab.pass(milliseconds{1000});
    CHECK(lab.activity("load").shown("session_id") == "1");
    CHECK(lab.activity("load").shown("session_id") == "1");
    auto const after = lab.activity("load");
    CHECK(after.shown("session_id") == "2");
    CHECK(after.shown("start_execution_date") == "NULL");
}

TEST_CASE("the server dies after the call, and with it every connection", "[sim][fault]") {
    lab lab{one_job()};
    auto const other = lab.log_in("operator");
    lab.server.add_fault(fault::on("sp_start_job").kill_server());
    CHECK(delivery(lab.start("load")).drop_after == 0u);
    CHECK(lab.server.starts("load") == 1);
    CHECK_FALSE(detail::service_of(lab.server).alive());
    auto const silent = other->execute(sql::call{"sp_help_job", {}});
    CHECK(silent.items.empty());
    CHECK(silent.delivery.drop_after == 0u);
    lab.server.revive_server();
    CHECK(lab.activity("load").shown("session_id") == "2");
}

TEST_CASE("a job ends otherwise than its steps say", "[sim][fault]") {
    lab lab{one_job()};
    lab.server.add_fault(fault::on("sp_start_job").end_job("load", run_end::failed));
    lab.start("load");
    lab.pass(milliseconds{20'000});
    CHECK(lab.activity("load").shown("run_status") == "0");
    lab.start("load");
    lab.pass(milliseconds{20'000});
    CHECK(lab.activity("load").shown("run_status") == "1");
}

TEST_CASE("faults strike EXEC in a batch too, and what follows a cut does not run",
          "[sim][fault]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("other"));
    lab lab{spec};
    lab.server.add_fault(fault::on("sp_start_job").drop_request());
    auto const answer = lab.batch("EXEC sp_start_job N'load'; EXEC sp_start_job N'other'");
    CHECK(delivery(answer).drop_after == 0u);
    CHECK(lab.server.starts("load") + lab.server.starts("other") == 0);
}

TEST_CASE("logins fail by script: refused, or cut without a word", "[sim][fault]") {
    auto spec = one_job();
    spec.faults = {fault::on_login().nth(1).refuse(18456), fault::on_login().nth(2).drop_request()};
    lab lab{spec};
    sql::login login;
    login.user = "operator";
    login.password = "secret";
    auto& service = detail::service_of(lab.server);
    auto const first = service.log_in(login);
    CHECK(std::get<sql::login_refusal>(first).at(0).number == 18456);
    auto const second = service.log_in(login);
    CHECK(std::get<sql::login_refusal>(second).empty());
    CHECK(service.log_in(login).index() == 0);
}

TEST_CASE("a refusal before the procedure begins returns nothing, by script as by itself",
          "[sim][fault]") {
    lab lab{one_job()};
    for (auto const number : {229, 916, 2812, 8145}) {
        lab.server.clear_faults();
        lab.server.add_fault(fault::on("sp_start_job").refuse(number));
        auto const refused = lab.start("load");
        CHECK(refused.numbers() == numbers{number});
        CHECK(refused.status() == -1);
    }
}

TEST_CASE("a deadlock ends the batch, whatever it is nested in", "[sim][fault]") {
    lab lab{one_job()};
    lab.server.add_fault(fault::on("sp_start_job").always().refuse(1205));
    for (auto const* const text :
         {"EXEC sp_start_job load; SELECT 1 AS x",
          "EXEC sp_executesql N'EXEC sp_start_job load SELECT 1 AS y'; SELECT 1 AS x"}) {
        auto const ended = lab.batch(text);
        CHECK(ended.numbers() == numbers{1205});
        CHECK(ended.status() == -1);
        CHECK(ended.sets().empty());
    }
}

TEST_CASE("a start is answered when the Agent has accepted it, said or not", "[sim][fault]") {
    auto spec = one_job();
    spec.jobs.push_back(simple_job("other"));
    spec.delays.accept = milliseconds{40};
    lab lab{spec};
    CHECK(delivery(lab.start("load")).delay == milliseconds{40});
    CHECK(delivery(lab.start("load")).delay == milliseconds{0});
    auto const silent = lab.call(
        "sp_start_job", {named("@job_name", text("other")), named("@output_flag", number(0))});
    CHECK(delivery(silent).delay == milliseconds{40});
}
