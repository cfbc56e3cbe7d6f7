// What `ssislb check` finds on simulated servers that are not in order.
#include "server_check.hpp"
#include "support/catch.hpp"
#include "support/plan_text.hpp"

#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace ssislb;
using namespace ssislb::cli;

namespace {

constexpr char synchronized_step[] = R"x(/ISSERVER "\"\SSISDB\f\p\load.dtsx\"" /SERVER "\".\"" )x"
                                     R"x(/Par "\"$ServerOption::SYNCHRONIZED(Boolean)\"";True)x";

constexpr char one_task[] = R"([package]
name = "night"
[[server]]
name = "s1"
host = "127.0.0.1"
max_jobs = 1
user = "ssislb"
password_env = "P"
encryption = "off"
verify_certificate = false
[[task]]
name = "load"
job = "load"
servers = ["s1"]
)";

sim::job_spec good_job(std::string name = "load") {
    sim::job_spec job;
    job.name = std::move(name);
    job.steps.emplace_back().command = synchronized_step;
    return job;
}

sim::login_spec login(sim::agent_role role, bool view_server_state = false) {
    sim::login_spec made{.user = "ssislb", .password = "known to both", .role = role};
    made.view_server_state = view_server_state;
    return made;
}

class checked_server {
public:
    explicit checked_server(std::vector<sim::job_spec> jobs,
                            sim::login_spec login = ::login(sim::agent_role::sql_agent_operator,
                                                            true),
                            std::string const& server_keys = "")
        : plan_(std::string(one_task).insert(std::string_view(one_task).find("[[task]]"),
                                             server_keys)) {
        sim::instance_spec spec;
        spec.name = "ETL01";
        spec.jobs = std::move(jobs);
        spec.logins.push_back(std::move(login));
        world = std::make_shared<sim::instance>(std::move(spec),
                                                std::make_shared<sim::accelerated_clock>(1.0));
    }

    /// A line for each finding, as the command shows it.
    std::vector<std::string> lines() {
        boost::asio::io_context io(1);
        sim::simulated_server server(io.get_executor(), world);
        server.start();
        auto package = test::plan(plan_);
        package.servers.front().port = server.port();
        password_source const password = [](auto const&) { return std::string("known to both"); };
        std::vector<server_findings> found(1);
        bool done = false;
        boost::asio::co_spawn(
            io,
            check_server({io.get_executor(), tds::runtime::instance(), package, password},
                         server_id{0}),
            [&](std::exception_ptr failure, server_findings findings) {
                if (failure)
                    std::rethrow_exception(failure);
                found.front() = std::move(findings);
                done = true;
            });
        while (!done)
            io.run_one();
        runs = found.front().runs.at(0);
        problem = has_problem(found);
        std::vector<std::string> result;
        auto const text = to_text(package, found);
        for (std::size_t at = 0; at < text.size();) {
            auto const end = text.find('\n', at);
            result.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        return result;
    }

    std::shared_ptr<sim::instance> world;
    bool runs = false;
    bool problem = false;

private:
    std::string plan_;
};

/// A line of this severity that holds the words.
bool has(std::vector<std::string> const& lines, std::string const& severity,
         std::string const& words) {
    for (auto const& each : lines)
        UNSCOPED_INFO(each);
    return std::ranges::any_of(lines, [&](std::string const& line) {
        return line.starts_with(severity + "\ts1\t") && line.find(words) != std::string::npos;
    });
}

} // namespace

TEST_CASE("a server in order gives one good line", "[sim][check]") {
    checked_server server({good_job()});
    auto const lines = server.lines();
    REQUIRE(lines.size() == 1);
    CHECK(has(lines, "ok", "(ETL01), 1 jobs, Agent running"));
    CHECK(server.runs);
    CHECK_FALSE(server.problem);
}

TEST_CASE("an Agent that cannot be seen is told in the good line", "[sim][check]") {
    checked_server server({good_job()}, login(sim::agent_role::sql_agent_operator));
    auto const lines = server.lines();
    REQUIRE(lines.size() == 1);
    CHECK(has(lines, "ok",
              "Agent state not visible to this login: VIEW SERVER STATE is needed; the run will "
              "tell"));
}

TEST_CASE("an Agent that is stopped is a problem, one that starts a warning", "[sim][check]") {
    checked_server server({good_job()});
    server.world->stop_agent();
    CHECK(has(server.lines(), "problem", "SQL Server Agent is stopped"));
    CHECK(server.problem);
    server.world->start_agent();
    server.world->agent_starting(true);
    CHECK(has(server.lines(), "warning", "SQL Server Agent is starting"));
}

TEST_CASE("a login in no role may start nothing", "[sim][check]") {
    checked_server server({good_job()}, login(sim::agent_role::none));
    auto const lines = server.lines();
    CHECK(has(lines, "problem",
              "login \"ssislb\" is in no role of SQL Server Agent and may start no job. Give it "
              "SQLAgentOperatorRole in msdb."));
    CHECK(lines.size() == 2);
}

TEST_CASE("a login that may start only its own jobs needs to own them", "[sim][check]") {
    auto own = good_job();
    own.owner = "ssislb";
    own.steps.front().proxy_id = 1;
    for (auto const role : {sim::agent_role::sql_agent_user, sim::agent_role::sql_agent_reader}) {
        checked_server owner({own}, login(role));
        auto const lines = owner.lines();
        CHECK(has(lines, "warning", "may see and start only its own jobs"));
        CHECK_FALSE(owner.problem);
    }
    checked_server reader({good_job()}, login(sim::agent_role::sql_agent_reader));
    CHECK(has(reader.lines(), "problem", "may start only its own jobs; 1 of 1 belong to others"));
    checked_server user({good_job()}, login(sim::agent_role::sql_agent_user));
    CHECK(has(user.lines(), "problem", "give the login SQLAgentOperatorRole"));
}

TEST_CASE("a sysadmin needs no role", "[sim][check]") {
    checked_server server({good_job()}, login(sim::agent_role::sysadmin));
    auto const lines = server.lines();
    REQUIRE(lines.size() == 1);
    CHECK(has(lines, "ok", "Agent running"));
}

TEST_CASE("a catalog step that is not synchronized is a problem, shown without its secrets",
          "[sim][check]") {
    auto job = good_job();
    job.steps.front().command =
        R"x(/ISSERVER "\"\SSISDB\f\p\load.dtsx\"" /SERVER h /Set "\Package.X";s3cret)x";
    checked_server server({job});
    auto const lines = server.lines();
    CHECK(has(lines, "problem",
              "job \"load\", step 1 \"run package\" is not SYNCHRONIZED: the step ends before its "
              "package does."));
    CHECK(has(lines, "problem", "/SERVER h /Set ***"));
    for (auto const& line : lines)
        CHECK(line.find("s3cret") == std::string::npos);
}

TEST_CASE("a job without an SSIS step is a warning", "[sim][check]") {
    auto job = good_job();
    job.steps.front().subsystem = "TSQL";
    checked_server server({job});
    CHECK(has(server.lines(), "warning", "job \"load\" has no SSIS step"));
    CHECK_FALSE(server.problem);
}

TEST_CASE("a package step of an ordinary owner wants a proxy", "[sim][check]") {
    auto job = good_job();
    job.owner = "ssislb";
    checked_server without({job});
    CHECK(has(without.lines(), "warning", "has no proxy, and its owner ssislb is no sysadmin"));
    job.steps.front().proxy_id = 1;
    checked_server with({job});
    CHECK(with.lines().size() == 1);
}

TEST_CASE("the job's own faults are told as before", "[sim][check]") {
    checked_server missing({});
    CHECK(has(missing.lines(), "problem", "job \"load\""));
    CHECK_FALSE(missing.runs);

    auto bad = good_job();
    bad.enabled = false;
    bad.scheduled = true;
    checked_server server({bad});
    auto const lines = server.lines();
    CHECK(has(lines, "warning", "is disabled"));
    CHECK(has(lines, "warning", "has a schedule of its own"));
    server.world->suspend_job("load", true);
    CHECK(has(server.lines(), "problem", "subsystem failed to load"));

    bad.targeted = false;
    checked_server untargeted({bad});
    CHECK(has(untargeted.lines(), "problem", "sp_add_jobserver"));
    CHECK_FALSE(untargeted.runs);
}

TEST_CASE("names that hold tabs and ends of lines break no line", "[sim][check]") {
    auto job = good_job();
    job.steps.front().name = "run\tthe\npackage";
    job.steps.front().command = "/ISSERVER x";
    checked_server server({job});
    auto const lines = server.lines();
    REQUIRE(lines.size() == 2);
    CHECK(has(lines, "problem", "step 1 \"run the package\""));
}

TEST_CASE("a server that goes away while it is checked is a problem", "[sim][check]") {
    checked_server server({good_job()});
    server.world->add_fault(sim::fault::on("sp_help_jobstep").drop_request());
    CHECK(has(server.lines(), "problem", "server s1"));
    CHECK(server.problem);
}

TEST_CASE("a job without a step is a problem", "[sim][check]") {
    auto job = good_job();
    job.steps.clear();
    checked_server checked({std::move(job)});
    CHECK(has(checked.lines(), "problem", "job \"load\" has no step"));
    CHECK_FALSE(checked.runs);
}

TEST_CASE("a multi-server job is a warning", "[sim][check]") {
    auto job = good_job();
    job.multi_server = true;
    checked_server checked({std::move(job)});
    CHECK(has(checked.lines(), "warning", "multi-server job"));
}

TEST_CASE("a plan that wants to read msdb's tables is told where the login may not",
          "[sim][check]") {
    auto barred = login(sim::agent_role::sql_agent_operator, true);
    auto reader = barred;
    reader.reads_msdb = true;
    std::string const wanted = "read_msdb_tables = true\n";
    checked_server tables({good_job()}, barred, wanted);
    CHECK(has(tables.lines(), "warning",
              "login \"ssislb\" may not read msdb.dbo.sysjobactivity and syssessions: polls will "
              "use sp_help_jobactivity. Give it db_datareader in msdb, or remove "
              "read_msdb_tables."));
    CHECK_FALSE(tables.problem);
    checked_server poll({good_job()}, barred, wanted + "long_poll = \"30s\"\n");
    CHECK(has(poll.lines(), "warning", "or remove read_msdb_tables and long_poll."));
    checked_server allowed({good_job()}, reader, wanted);
    CHECK(allowed.lines().size() == 1);
    checked_server unasked({good_job()}, barred);
    CHECK(unasked.lines().size() == 1);
}
