// What a refusal by the Agent means.
#include "agent/refusal_reason.hpp"
#include "watch_scene.hpp"

#include <ssislb/base/condition.hpp>
#include <ssislb/base/sql_server_error.hpp>

using namespace ssislb;
using namespace ssislb::detail;
using namespace ssislb::test;

namespace {

constexpr auto agent_down_words =
    "SQLServerAgent is not currently running so it cannot be notified of this action.";
constexpr auto running_words = "SQLServerAgent Error: Request to run job load orders (from User a) "
                               "refused because the job is already running from a request by "
                               "User b.";
constexpr auto pending_words = "SQLServerAgent Error: Request to run job load orders (from User a) "
                               "refused because the job already has a pending request from User b.";
constexpr auto suspended_words = "SQLServerAgent Error: Request to run job load orders (from User "
                                 "a) refused because the job has been suspended.";
constexpr auto foreign_words = "Die Anforderung wurde abgelehnt.";

} // namespace

TEST_CASE("errors of job procedures get their meaning from their number", "[agent][refusal]") {
    auto const [number, meaning] =
        GENERATE(table<int, agent_errc>({{14262, agent_errc::job_not_found},
                                         {14293, agent_errc::job_ambiguous},
                                         {14256, agent_errc::job_not_targeted},
                                         {14257, agent_errc::job_not_targeted},
                                         {14258, agent_errc::agent_starting}}));
    CHECK(meaning_of(sql_server_error(number)) == meaning);
}

TEST_CASE("a missing right stays the server's number", "[agent][refusal]") {
    CHECK(meaning_of(sql_server_error(14393)) == sql_server_errc::not_job_owner);
    CHECK(meaning_of(sql_server_error(229)) == condition::permission_denied);
}

TEST_CASE("a refusal of a job that runs is busy, whatever language the server speaks",
          "[agent][refusal]") {
    auto const state = GENERATE(1, 2, 3, 7);
    auto const text = GENERATE(running_words, foreign_words, agent_down_words);
    auto const job = job_in_state(state);
    CHECK(refused_start({&job, nullptr, text}) == agent_errc::job_already_running);
}

TEST_CASE("a refusal of a suspended job is found by its state", "[agent][refusal]") {
    auto const job = job_in_state(job_state::suspended);
    CHECK(refused_start({&job, nullptr, foreign_words}) == agent_errc::job_suspended);
}

TEST_CASE("a refusal of an idle job with an unanswered request is a pending start",
          "[agent][refusal]") {
    auto const job = job_in_state(job_state::idle);
    auto const fresh = pending_row(0);
    auto stale_times = idle_row();
    stale_times.run_requested = at(0);
    auto const row = GENERATE_REF(fresh, stale_times);
    CHECK(refused_start({&job, &row, foreign_words}) == agent_errc::job_start_pending);
    CHECK(refused_start({&job, &row, pending_words}) == agent_errc::job_start_pending);
}

TEST_CASE("a row that a dead Agent left open does not make the job busy", "[agent][refusal]") {
    auto const job = job_in_state(job_state::idle);
    auto const row = running_row(-10, -9);
    CHECK(refused_start({&job, &row, agent_down_words}) == agent_errc::agent_not_running);
    CHECK(refused_start({&job, &row, foreign_words}) == agent_errc::agent_not_running);
}

TEST_CASE("a request that a dead Agent never picked up does not make the job busy",
          "[agent][refusal]") {
    auto const job = job_in_state(job_state::idle);
    auto const row = pending_row(-10);
    CHECK(refused_start({&job, &row, agent_down_words}) == agent_errc::agent_not_running);
}

TEST_CASE("a run that ended before we asked is told by the refusal's words", "[agent][refusal]") {
    auto const job = job_in_state(job_state::idle);
    auto const row = idle_row();
    CHECK(refused_start({&job, &row, running_words}) == agent_errc::job_already_running);
    CHECK(refused_start({&job, &row, pending_words}) == agent_errc::job_start_pending);
    CHECK(refused_start({&job, &row, suspended_words}) == agent_errc::job_suspended);
}

TEST_CASE("a refusal that nothing explains means that the Agent is down", "[agent][refusal]") {
    auto const job = job_in_state(job_state::idle);
    auto const row = idle_row();
    CHECK(refused_start({&job, &row, foreign_words}) == agent_errc::agent_not_running);
    CHECK(refused_start({}) == agent_errc::agent_not_running);
}

TEST_CASE("a stop that was refused found the job not running", "[agent][refusal]") {
    auto const job = job_in_state(job_state::idle);
    CHECK(refused_stop({&job, nullptr,
                        "SQLServerAgent Error: Request to stop job load orders (from User a) "
                        "refused because the job is not currently running."}) ==
          agent_errc::job_not_running);
    CHECK(refused_stop({&job, nullptr, foreign_words}) == agent_errc::job_not_running);
    CHECK(refused_stop({&job, nullptr, agent_down_words}) == agent_errc::agent_not_running);
}

TEST_CASE("a stop refused for a job that runs is not taken for success", "[agent][refusal]") {
    auto const job = job_in_state(job_state::executing);
    CHECK(refused_stop({&job, nullptr, foreign_words}) == sql_server_errc::agent_refused);
}
