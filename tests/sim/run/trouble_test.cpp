// Trouble with servers and jobs: named, explained, and no trouble for the others.
#include "support/catch.hpp"
#include "support/fleet_run.hpp"
#include "support/plan_text.hpp"

#include <ssislb/base/errors.hpp>

#include <algorithm>
#include <functional>

using namespace ssislb;
using Catch::Matchers::Contains;
using test::fleet_run;
using test::plan;
using test::servers;

namespace {

constexpr double speed = 200;

std::string tasks(int count, std::string const& expected = "10s") {
    std::string text;
    for (int i = 1; i <= count; ++i)
        text += "[[task]]\nname = \"t" + std::to_string(i) + "\"\njob = \"j" + std::to_string(i) +
                "\"\nexpected = \"" + expected + "\"\n";
    return text;
}

class collector final : public run_observer {
public:
    void on_notice(timed_notice const& said) override {
        if (auto const* warning = std::get_if<notice::warning>(&said.what))
            warnings += warning->text + '\n';
        if (auto const* down = std::get_if<notice::server_down>(&said.what))
            troubles += down->text + '\n';
        if (auto const* refused = std::get_if<notice::start_refused>(&said.what))
            refusals += refused->text + '\n';
        if (std::holds_alternative<notice::server_up>(said.what) && when_up)
            when_up();
    }

    std::string warnings;
    std::string troubles;
    std::string refusals;
    std::function<void()> when_up;
};

std::shared_ptr<collector> go(fleet_run& run) {
    auto seen = std::make_shared<collector>();
    run.observe(seen);
    run.go();
    return seen;
}

} // namespace

TEST_CASE("a wrong password takes one server out, the others go on", "[run]") {
    fleet_run run(plan(servers(2) + tasks(4)), speed);
    run.options().password = [](server const& of) {
        return std::string(of.name == "s1" ? "wrong one" : "known to both sides");
    };
    auto const seen = go(run);
    CHECK(run.summary().result == outcome::succeeded);
    CHECK(run.summary().servers[0].attempts == 0);
    CHECK(run.summary().servers[1].attempts == 4);
    CHECK_THAT(seen->troubles,
               Contains("server s1") && Contains("18456") && Contains("Check user and password"));
    CHECK_THAT(seen->troubles, !Contains("wrong one"));
}

TEST_CASE("a password that is not there names the variable", "[run]") {
    auto package = plan(servers(1) + tasks(1));
    package.servers[0].password_env = "SSISLB_NO_SUCH_VARIABLE";
    fleet_run run(package, speed);
    run.options().password = read_password;
    auto const seen = go(run);
    CHECK(run.summary().result == outcome::failed);
    CHECK(run.task("t1").why == settle_reason::no_eligible_server);
    CHECK_THAT(seen->troubles, Contains("SSISLB_NO_SUCH_VARIABLE is not set"));
}

TEST_CASE("an untrusted certificate is refused and explained", "[run]") {
    fleet_run run(plan(servers(1) + tasks(1)), speed);
    run.package().servers[0].ca_file = "system";
    auto const seen = go(run);
    CHECK(run.summary().result == outcome::failed);
    CHECK_THAT(seen->troubles, Contains("server s1") && Contains("certificate"));
}

TEST_CASE("a file of authorities that cannot be read is named", "[run]") {
    fleet_run run(plan(servers(1) + tasks(1)), speed);
    run.package().servers[0].ca_file = "/no/such/ca.pem";
    auto const seen = go(run);
    CHECK(run.summary().result == outcome::failed);
    CHECK_THAT(seen->troubles, Contains("server s1") && Contains("/no/such/ca.pem cannot be read"));
}

TEST_CASE("a port where nobody listens is told, and the others do the work", "[run]") {
    fleet_run run(plan(servers(2) + tasks(2)), speed);
    run.package().servers[0].port = 1;
    auto const seen = go(run);
    CHECK(run.summary().result == outcome::succeeded);
    CHECK_THAT(seen->troubles, Contains("server s1") && Contains("nothing listens"));
}

TEST_CASE("a job that is missing on every server fails its task and says where", "[run]") {
    fleet_run run(plan(servers(2) + tasks(2)), speed);
    run.instance(0).remove_job("j1");
    run.instance(1).remove_job("j1");
    go(run);
    CHECK(run.task("t1").why == settle_reason::no_eligible_server);
    CHECK(run.task("t2").result == outcome::succeeded);
    CHECK_THAT(run.task("t1").message,
               Contains("servers s1 and s2, job \"j1\"") && Contains("SQLAgentOperatorRole"));
}

TEST_CASE("jobs that are missing on a server are one event and one warning", "[run]") {
    fleet_run run(plan(servers(2) + tasks(4)), speed);
    for (std::size_t i = 0; i < 3; ++i)
        run.package().tasks[i].servers = {"s1", "s2"};
    for (auto const* job : {"j1", "j2", "j4"})
        run.instance(0).remove_job(job);
    auto const journal = std::make_shared<memory_journal>();
    run.use(journal);
    auto const seen = go(run);
    CHECK(run.summary().result == outcome::succeeded);
    CHECK(std::ranges::count_if(journal->events(), [](timed_event const& each) {
              return std::holds_alternative<event::tasks_barred>(each.what);
          }) == 1);
    // The fourth task may run anywhere, so that nobody has to be told of it.
    CHECK_THAT(seen->warnings, Contains("server s1, jobs \"j1\" and \"j2\": ") &&
                                   Contains("Create the job there") && !Contains("j4"));
    CHECK(std::ranges::count(seen->warnings, '\n') == 1);
}

TEST_CASE("a job that is missing on one server runs on the other", "[run]") {
    fleet_run run(plan(servers(2) + tasks(1)), speed);
    run.instance(0).remove_job("j1");
    go(run);
    CHECK(run.summary().servers[1].attempts == 1);
}

TEST_CASE("a job is found under the name that the server takes for it", "[run]") {
    fleet_run run(plan(servers(1) + "[[task]]\nname = \"t1\"\njob = \"ETL - Load\"\n"), speed);
    run.package().tasks[0].job = "etl - LOAD ";
    go(run);
    CHECK(run.task("t1").result == outcome::succeeded);
    CHECK(run.instance(0).starts("ETL - Load") == 1);
}

TEST_CASE("a job whose name a server has twice runs on another one", "[run]") {
    fleet_run run(plan(servers(2) + tasks(1)), speed);
    run.instance(0).add_job({.name = "j1", .id = guid{{std::byte{9}}}, .steps = {{}}});
    go(run);
    CHECK(run.task("t1").result == outcome::succeeded);
    CHECK(run.summary().servers[1].attempts == 1);
}

TEST_CASE("a disabled job is started and warned about", "[run]") {
    fleet_run run(plan(servers(1) + tasks(1)), speed);
    run.instance(0).enable_job("j1", false);
    auto const seen = go(run);
    CHECK(run.task("t1").result == outcome::succeeded);
    CHECK_THAT(seen->warnings, Contains("job \"j1\" is disabled"));
}

TEST_CASE("a job that somebody else runs is waited for, not counted as an attempt", "[run]") {
    fleet_run run(plan(servers(1) + tasks(1, "200s")), speed);
    // Somebody is quicker: the server is up, and the run has not decided yet.
    auto const seen = std::make_shared<collector>();
    seen->when_up = [&run] { REQUIRE(run.instance(0).start_job("j1")); };
    run.observe(seen);
    run.go();
    CHECK(run.task("t1").result == outcome::succeeded);
    CHECK(run.task("t1").attempts == 1);
    CHECK_THAT(seen->refusals, Contains("server s1, job \"j1\"") && Contains("already running"));
    CHECK(run.instance(0).finished_runs().size() == 2);
}

TEST_CASE("a stopped Agent sends its tasks elsewhere", "[run]") {
    fleet_run run(plan(servers(2) + tasks(3, "100s")), speed);
    run.instance(0).stop_agent();
    auto const seen = go(run);
    CHECK(run.summary().result == outcome::succeeded);
    CHECK(run.summary().servers[0].attempts == 0);
    CHECK_THAT(seen->refusals, Contains("22022") && Contains("Start SQL Server Agent there."));
}

TEST_CASE("a stopped Agent on the only server fails the task when patience ends", "[run]") {
    fleet_run run(plan(servers(1) + tasks(1)), speed);
    run.instance(0).stop_agent();
    go(run);
    CHECK(run.task("t1").why == settle_reason::no_available_server);
    CHECK_THAT(run.task("t1").message, Contains("Start SQL Server Agent there."));
}

TEST_CASE("a start that is refused for good bars the server and says why", "[run]") {
    fleet_run run(plan(servers(2) + tasks(1)), speed);
    for (std::size_t i : {0U, 1U})
        run.instance(i).add_fault(
            sim::fault::on("sp_start_job").always().refuse(15404, "Nobody knows the job's owner."));
    go(run);
    CHECK(run.task("t1").why == settle_reason::no_eligible_server);
    CHECK_THAT(run.task("t1").message, Contains("server s1") && Contains("server s2") &&
                                           Contains("Nobody knows the job's owner."));
}

TEST_CASE("a task whose Agent has died for good ends unknown", "[run]") {
    fleet_run run(plan(servers(1) + tasks(1, "10h") + "timeout = \"60s\"\n"), 2000);
    run.options().connect_timeout = std::chrono::seconds(2);
    run.options().reconnect_for = std::chrono::seconds(10);
    run.instance(0).add_fault(sim::fault::on("sp_start_job").kill_agent());
    go(run);
    CHECK(run.task("t1").result == outcome::unknown);
    CHECK_THAT(run.task("t1").message, Contains("server s1") && Contains("Agent"));
}

TEST_CASE("a run that an Agent restart took away is unknown, and is not started again", "[run]") {
    fleet_run run(plan(servers(1) + tasks(1)), speed);
    run.instance(0).add_fault(sim::fault::on("sp_start_job").restart_agent());
    go(run);
    CHECK(run.task("t1").result == outcome::unknown);
    CHECK(run.instance(0).starts("j1") == 1);
    CHECK_THAT(run.task("t1").message, Contains("restart"));
}

TEST_CASE("a restartable task is started again after an Agent restart", "[run]") {
    fleet_run run(plan(servers(1) + tasks(1) + "restartable = true\n"), speed);
    run.instance(0).add_fault(sim::fault::on("sp_start_job").restart_agent());
    go(run);
    CHECK(run.task("t1").result == outcome::succeeded);
    CHECK(run.task("t1").attempts == 2);
    CHECK(run.instance(0).starts("j1") == 2);
}

TEST_CASE("a start whose answer is lost is confirmed, not repeated", "[run]") {
    fleet_run run(plan(servers(1) + tasks(1)), speed);
    run.instance(0).add_fault(sim::fault::on("sp_start_job").drop_answer());
    go(run);
    CHECK(run.task("t1").result == outcome::succeeded);
    CHECK(run.instance(0).starts("j1") == 1);
}

TEST_CASE("a start that never arrived is made after that was proved", "[run]") {
    fleet_run run(plan(servers(1) + tasks(1)), speed);
    run.instance(0).add_fault(sim::fault::on("sp_start_job").drop_request());
    go(run);
    CHECK(run.task("t1").result == outcome::succeeded);
    CHECK(run.instance(0).starts("j1") == 1);
}

TEST_CASE("a connection cut at any call starts no job twice and tells no false outcome", "[run]") {
    for (std::uint32_t nth = 1; nth <= 12; ++nth) {
        for (bool const executed : {false, true}) {
            fleet_run run(plan(servers(1) + tasks(2)), speed);
            auto const fault = sim::fault::on_any_call().nth(nth);
            run.instance(0).add_fault(executed ? fault.drop_answer() : fault.drop_request());
            auto const& summary = run.go();
            CAPTURE(nth, executed);
            CHECK(run.instance(0).starts("j1") == 1);
            CHECK(run.instance(0).starts("j2") == 1);
            CHECK(summary.result == outcome::succeeded);
            CHECK(run.audit().violations(summary).empty());
        }
    }
}
