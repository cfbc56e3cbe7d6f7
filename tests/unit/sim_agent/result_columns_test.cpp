// Names, order and types of all result columns.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;
using sql::type;

namespace {

/// `name type(length)` of each column.
std::vector<std::string> described(sql::result_set const& set) {
    std::vector<std::string> result;
    for (auto const& each : set.columns) {
        std::string kind;
        switch (each.type) {
        case type::int_:
            kind = "int";
            break;
        case type::tinyint:
            kind = "tinyint";
            break;
        case type::datetime:
            kind = "datetime";
            break;
        case type::uniqueidentifier:
            kind = "guid";
            break;
        case type::nvarchar_max:
            kind = "max";
            break;
        default:
            kind = std::to_string(each.max_length);
        }
        result.push_back(each.name + " " + kind);
    }
    return result;
}

using names = std::vector<std::string>;

std::vector<sql::parameter> load() {
    return {named("@job_name", text("load"))};
}

} // namespace

TEST_CASE("sp_help_jobactivity has its 17 columns", "[sim][columns]") {
    lab lab{one_job()};
    CHECK(described(lab.activity("load").sets().at(0)) ==
          names{"session_id int", "job_id guid", "job_name 128", "run_requested_date datetime",
                "run_requested_source 128", "queued_date datetime", "start_execution_date datetime",
                "last_executed_step_id int", "last_executed_step_date datetime",
                "stop_execution_date datetime", "next_scheduled_run_date datetime",
                "job_history_id int", "message 4000", "run_status int", "operator_id_emailed int",
                "operator_id_netsent int", "operator_id_paged int"});
}

TEST_CASE("sp_help_jobhistory FULL has its 17 columns", "[sim][columns]") {
    lab lab{one_job()};
    CHECK(described(lab.history("load").sets().at(0)) ==
          names{"instance_id int", "job_id guid", "job_name 128", "step_id int", "step_name 128",
                "sql_message_id int", "sql_severity int", "message 4000", "run_status int",
                "run_date int", "run_time int", "run_duration int", "operator_emailed 128",
                "operator_netsent 128", "operator_paged 128", "retries_attempted int",
                "server 128"});
}

TEST_CASE("sp_help_job has its 32 columns", "[sim][columns]") {
    lab lab{one_job()};
    CHECK(described(lab.job("load").sets().at(0)) == names{"job_id guid",
                                                           "originating_server 128",
                                                           "name 128",
                                                           "enabled tinyint",
                                                           "description 512",
                                                           "start_step_id int",
                                                           "category 128",
                                                           "owner 128",
                                                           "notify_level_eventlog int",
                                                           "notify_level_email int",
                                                           "notify_level_netsend int",
                                                           "notify_level_page int",
                                                           "notify_email_operator 128",
                                                           "notify_netsend_operator 128",
                                                           "notify_page_operator 128",
                                                           "delete_level int",
                                                           "date_created datetime",
                                                           "date_modified datetime",
                                                           "version_number int",
                                                           "last_run_date int",
                                                           "last_run_time int",
                                                           "last_run_outcome int",
                                                           "next_run_date int",
                                                           "next_run_time int",
                                                           "next_run_schedule_id int",
                                                           "current_execution_status int",
                                                           "current_execution_step max",
                                                           "current_retry_attempt int",
                                                           "has_step int",
                                                           "has_schedule int",
                                                           "has_target int",
                                                           "type int"});
}

TEST_CASE("sp_help_jobstep has its 23 columns", "[sim][columns]") {
    lab lab{one_job()};
    CHECK(described(lab.call("sp_help_jobstep", load()).sets().at(0)) ==
          names{"step_id int",
                "step_name 128",
                "subsystem 40",
                "command max",
                "flags int",
                "cmdexec_success_code int",
                "on_success_action tinyint",
                "on_success_step_id int",
                "on_fail_action tinyint",
                "on_fail_step_id int",
                "server 128",
                "database_name 128",
                "database_user_name 128",
                "retry_attempts int",
                "retry_interval int",
                "os_run_priority int",
                "output_file_name 200",
                "last_run_outcome int",
                "last_run_duration int",
                "last_run_retries int",
                "last_run_date int",
                "last_run_time int",
                "proxy_id int"});
}

TEST_CASE("sp_help_jobserver has outcome before message, if details are wanted", "[sim][columns]") {
    lab lab{one_job()};
    CHECK(lab.call("sp_help_jobserver", load()).columns() ==
          names{"server_id", "server_name", "enlist_date", "last_poll_date"});
    auto parameters = load();
    parameters.push_back(named("@show_last_run_details", number(1)));
    CHECK(described(lab.call("sp_help_jobserver", parameters).sets().at(0)) ==
          names{"server_id int", "server_name 128", "enlist_date datetime",
                "last_poll_date datetime", "last_run_date int", "last_run_time int",
                "last_run_duration int", "last_run_outcome tinyint", "last_outcome_message 4000"});
}

TEST_CASE("no column has a name twice and every row is as wide as its set", "[sim][columns]") {
    lab lab{one_job()};
    lab.start("load");
    lab.pass(milliseconds{60'000});
    for (auto const procedure : {"sp_help_job", "sp_help_jobactivity", "sp_help_jobhistory",
                                 "sp_help_jobserver", "sp_help_jobstep"})
        for (auto const& set : lab.call(procedure, load()).sets())
            for (auto const& row : set.rows)
                CHECK(row.size() == set.columns.size());
}
