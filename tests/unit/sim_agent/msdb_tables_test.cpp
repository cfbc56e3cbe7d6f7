// The tables of msdb: their columns, and that they say what the procedures say.
#include "query.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using names = std::vector<std::string>;

TEST_CASE("the tables have the columns that are documented", "[sim][tables]") {
    lab lab{four_jobs()};
    auto const columns = [&](std::string const& table) {
        return query(lab, "SELECT * FROM msdb.dbo." + table).columns();
    };
    CHECK(columns("sysjobactivity") ==
          names{"session_id", "job_id", "run_requested_date", "run_requested_source", "queued_date",
                "start_execution_date", "last_executed_step_id", "last_executed_step_date",
                "stop_execution_date", "job_history_id", "next_scheduled_run_date"});
    CHECK(columns("syssessions") == names{"session_id", "agent_start_date"});
    auto const jobs = names{"job_id",
                            "originating_server_id",
                            "name",
                            "enabled",
                            "description",
                            "start_step_id",
                            "category_id",
                            "owner_sid",
                            "notify_level_eventlog",
                            "notify_level_email",
                            "notify_level_netsend",
                            "notify_level_page",
                            "notify_email_operator_id",
                            "notify_netsend_operator_id",
                            "notify_page_operator_id",
                            "delete_level",
                            "date_created",
                            "date_modified",
                            "version_number"};
    CHECK(columns("sysjobs") == jobs);
    CHECK(columns("sysjobs_view") == jobs);
    CHECK(columns("sysjobhistory") == names{"instance_id", "job_id", "step_id", "step_name",
                                            "sql_message_id", "sql_severity", "message",
                                            "run_status", "run_date", "run_time", "run_duration",
                                            "operator_id_emailed", "operator_id_netsent",
                                            "operator_id_paged", "retries_attempted", "server"});
    CHECK(columns("sysjobsteps").size() == 26);
}

TEST_CASE("sysjobactivity says what sp_help_jobactivity says, at every moment", "[sim][tables]") {
    auto spec = four_jobs();
    spec.delays.record = milliseconds{100};
    spec.delays.pickup = milliseconds{300};
    spec.delays.finish = milliseconds{200};
    lab lab{std::move(spec)};
    constexpr char shared[] =
        "SELECT a.session_id, a.job_id, j.name, run_requested_date, run_requested_source, "
        "queued_date, start_execution_date, last_executed_step_id, last_executed_step_date, "
        "stop_execution_date, next_scheduled_run_date, job_history_id FROM sysjobactivity a JOIN "
        "sysjobs j ON j.job_id = a.job_id WHERE session_id = (SELECT MAX(session_id) FROM "
        "syssessions)";
    for (auto const* const job : {"a", "b", "c"})
        lab.start(job);
    for (int moment = 0; moment < 40; ++moment) {
        CAPTURE(moment);
        auto told = lab.call("sp_help_jobactivity").sets().at(0).rows;
        for (auto& row : told)
            row.resize(12);
        CHECK(query(lab, shared).sets().at(0).rows == told);
        lab.pass(milliseconds{100});
        if (moment == 30)
            lab.server.restart_agent();
    }
}

TEST_CASE("sysjobactivity keeps the rows of sessions that are over", "[sim][tables]") {
    busy_lab lab;
    lab.server.restart_agent();
    constexpr char open_rows[] = "SELECT session_id, name FROM sysjobactivity a JOIN sysjobs j ON "
                                 "j.job_id = a.job_id WHERE start_execution_date IS NOT NULL AND "
                                 "stop_execution_date IS NULL";
    CHECK(table_of(query(lab, open_rows)) == "1|c");
    CHECK(table_of(query(lab, "SELECT session_id FROM syssessions")) == "1;2");
    CHECK(table_of(query(lab, "SELECT COUNT(*) FROM sysjobactivity WHERE session_id = 2")) == "4");
    CHECK(table_of(query(lab, "SELECT COUNT(*) FROM sysjobactivity WHERE session_id = 3")) == "0");
}

TEST_CASE("sysjobhistory says what sp_help_jobhistory says, trimmed rows are gone",
          "[sim][tables]") {
    busy_lab lab;
    auto const all = query(lab, "SELECT h.instance_id, h.job_id, j.name, step_id, step_name, "
                                "sql_message_id, sql_severity, message, run_status, run_date, "
                                "run_time, run_duration FROM sysjobhistory h JOIN sysjobs j ON "
                                "j.job_id = h.job_id ORDER BY instance_id DESC");
    auto told = lab.call("sp_help_jobhistory", {named("@mode", text("FULL"))}).sets().at(0).rows;
    for (auto& row : told)
        row.resize(12);
    REQUIRE(told.size() == 4);
    CHECK(all.sets().at(0).rows == told);
    auto const count = [&](std::string const& where) {
        return table_of(query(lab, "SELECT COUNT(*) FROM sysjobhistory WHERE " + where));
    };
    auto const id = lab.job("b").shown("job_id");
    CHECK(count("job_id = '" + id + "'") == "2");
    CHECK(count("job_id = '" + id + "' AND instance_id > 3") == "1");
    CHECK(count("instance_id >= 3") == "2");
    CHECK(count("instance_id >= 3 AND instance_id < 4") == "1");
    CHECK(count("instance_id = -1") == "0");
    CHECK(count("instance_id > 3000000000") == "0");
}

TEST_CASE("rows of history outlive a job that was deleted without them", "[sim][tables]") {
    busy_lab lab;
    auto const id = lab.job("a").shown("job_id");
    lab.call("sa", "sp_delete_job",
             {named("@job_name", text("a")), named("@delete_history", number(0))});
    CHECK(table_of(query(lab, "SELECT COUNT(*) FROM sysjobhistory WHERE job_id = '" + id + "'")) ==
          "2");
    CHECK(table_of(query(lab, "SELECT COUNT(*) FROM sysjobactivity WHERE job_id = '" + id + "'")) ==
          "0");
    CHECK(table_of(query(lab, "SELECT COUNT(*) FROM sysjobactivity WHERE start_execution_date > "
                              "'2020-01-01'")) == "2");
}

TEST_CASE("sysjobsteps says what sp_help_jobstep says", "[sim][tables]") {
    auto spec = four_jobs();
    step_spec second;
    second.name = "second";
    second.subsystem = "TSQL";
    second.command = "SELECT 1";
    second.proxy_id = 7;
    spec.jobs.front().steps.front().on_success = step_action::next_step;
    spec.jobs.front().steps.push_back(second);
    lab lab{std::move(spec)};
    lab.start("a");
    lab.pass(std::chrono::seconds{10});
    auto const rows = query(lab, "SELECT step_id, step_name, subsystem, command, flags, "
                                 "cmdexec_success_code, on_success_action, on_success_step_id, "
                                 "on_fail_action, on_fail_step_id, server, database_name, "
                                 "database_user_name, retry_attempts, retry_interval, "
                                 "os_run_priority, output_file_name, last_run_outcome, "
                                 "last_run_duration, last_run_retries, last_run_date, "
                                 "last_run_time, proxy_id FROM sysjobsteps s WHERE s.job_id = "
                                 "(SELECT job_id FROM sysjobs WHERE name = 'a') ORDER BY step_id");
    auto const told = lab.call("sp_help_jobstep", {named("@job_name", text("a"))});
    REQUIRE(told.rows() == 2);
    CHECK(rows.sets().at(0).rows == told.sets().at(0).rows);
    CHECK(table_of(query(lab, "SELECT COUNT(*) FROM sysjobsteps a, sysjobsteps b WHERE a.step_uid "
                              "= b.step_uid")) == "5");
}

TEST_CASE("sysjobs says what sp_help_job says", "[sim][tables]") {
    lab lab{four_jobs()};
    CHECK(query(lab, "SELECT job_id, name, enabled, description, start_step_id, delete_level, "
                     "date_created, date_modified, version_number FROM sysjobs WHERE name = 'b'")
              .sets()
              .at(0)
              .rows.at(0) ==
          sql::row{lab.job("b").cell("job_id"), lab.job("b").cell("name"),
                   lab.job("b").cell("enabled"), lab.job("b").cell("description"),
                   lab.job("b").cell("start_step_id"), lab.job("b").cell("delete_level"),
                   lab.job("b").cell("date_created"), lab.job("b").cell("date_modified"),
                   lab.job("b").cell("version_number")});
    CHECK(table_of(query(lab, "SELECT category_id, owner_sid FROM sysjobs WHERE name = 'a' AND "
                              "owner_sid IS NOT NULL")) == "0|");
}

TEST_CASE("sysjobs_view shows a login the jobs that it may see", "[sim][tables]") {
    auto spec = four_jobs();
    login_spec user{.user = "mary", .password = "secret", .role = agent_role::sql_agent_user};
    user.reads_msdb = true;
    spec.logins.push_back(user);
    spec.jobs.at(1).owner = "mary";
    lab lab{std::move(spec)};
    CHECK(table_of(query(lab, "SELECT name FROM sysjobs_view", "mary")) == "b");
    CHECK(table_of(query(lab, "SELECT COUNT(*) FROM sysjobs", "mary")) == "4");
    CHECK(table_of(query(lab, "SELECT COUNT(*) FROM sysjobs_view")) == "4");
}
