// Tests of error codes, their categories and the conditions that callers ask for.
#include "support/catch.hpp"

#include <ssislb/base/condition.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>

#include <boost/asio/error.hpp>

#include <set>
#include <string>

using ssislb::agent_errc;
using ssislb::client_errc;
using ssislb::condition;
using ssislb::error_code;
using ssislb::sql_server_errc;

namespace {

/// How many codes from 1 on have a text of their own.
template <class Enum>
std::size_t texts_of(ssislb::error_category const& category, Enum last) {
    std::set<std::string> texts;
    for (int value = 1; value <= static_cast<int>(last); ++value)
        texts.insert(category.message(value));
    texts.erase(category.message(static_cast<int>(last) + 1));
    return texts.size();
}

} // namespace

TEST_CASE("each error code belongs to the category of its origin", "[base][errors]") {
    CHECK(error_code(client_errc::timed_out).category() == ssislb::client_category());
    CHECK(error_code(agent_errc::job_not_found).category() == ssislb::agent_category());
    CHECK(error_code(ssislb::plan_errc::invalid).category() == ssislb::plan_category());
    CHECK(error_code(ssislb::journal_errc::not_writable).category() == ssislb::journal_category());
    CHECK(error_code(ssislb::run_errc::is_over).category() == ssislb::run_category());
}

TEST_CASE("each error code has a text of its own", "[base][errors]") {
    CHECK(texts_of(ssislb::client_category(), client_errc::out_of_resources) ==
          static_cast<std::size_t>(client_errc::out_of_resources));
    CHECK(texts_of(ssislb::agent_category(), agent_errc::outcome_lost) ==
          static_cast<std::size_t>(agent_errc::outcome_lost));
    CHECK(texts_of(ssislb::plan_category(), ssislb::plan_errc::invalid) ==
          static_cast<std::size_t>(ssislb::plan_errc::invalid));
    CHECK(texts_of(ssislb::journal_category(), ssislb::journal_errc::in_use) == 9);
    CHECK(texts_of(ssislb::run_category(), ssislb::run_errc::task_is_settled) ==
          static_cast<std::size_t>(ssislb::run_errc::task_is_settled));
}

TEST_CASE("a code of SQL Server has the message number as its value", "[base][errors]") {
    error_code const code = ssislb::sql_server_error(50001);
    CHECK(code.value() == 50001);
    CHECK(code.message() == "SQL Server message 50001");
    CHECK(ssislb::sql_server_error(14262) == sql_server_errc::not_found);
    CHECK(ssislb::sql_server_error(14262) != agent_errc::job_not_found);
}

TEST_CASE("trouble that passes is retryable", "[base][errors]") {
    CHECK(error_code(sql_server_errc::deadlock_victim) == condition::retryable);
    CHECK(error_code(agent_errc::agent_starting) == condition::retryable);
    CHECK(error_code(agent_errc::job_already_running) == condition::retryable);
    CHECK(error_code(client_errc::connection_refused) == condition::retryable);
    CHECK(error_code(agent_errc::job_not_found) != condition::retryable);
    CHECK(error_code(client_errc::login_failed) != condition::retryable);
    CHECK(error_code(agent_errc::start_in_doubt) != condition::retryable);
}

TEST_CASE("a lost answer leaves the effect in doubt", "[base][errors]") {
    CHECK(error_code(client_errc::connection_lost) == condition::in_doubt);
    CHECK(error_code(client_errc::timed_out) == condition::in_doubt);
    CHECK(error_code(agent_errc::start_in_doubt) == condition::in_doubt);
    CHECK(error_code(client_errc::not_connected) != condition::in_doubt);
    CHECK(error_code(client_errc::connection_refused) != condition::in_doubt);
}

TEST_CASE("a dead connection is told from one that can be used on", "[base][errors]") {
    CHECK(error_code(client_errc::timed_out) == condition::connection_lost);
    CHECK(error_code(client_errc::not_connected) == condition::connection_lost);
    CHECK(error_code(client_errc::operation_in_progress) != condition::connection_lost);
    CHECK(error_code(sql_server_errc::not_found) != condition::connection_lost);
}

TEST_CASE("missing rights are told whoever reports them", "[base][errors]") {
    CHECK(error_code(sql_server_errc::permission_denied) == condition::permission_denied);
    CHECK(error_code(sql_server_errc::login_failed) == condition::permission_denied);
    CHECK(error_code(client_errc::login_failed) == condition::permission_denied);
    CHECK(error_code(client_errc::tls_or_login_failed) != condition::permission_denied);
}

TEST_CASE("Asio's own cancellation is the condition canceled", "[base][errors]") {
    CHECK(error_code(boost::asio::error::operation_aborted) == condition::canceled);
    CHECK(error_code(client_errc::timed_out) != condition::canceled);
    CHECK(error_code() != condition::canceled);
}
