// Tests of what servers said, as text.
#include "support/catch.hpp"

#include <ssislb/base/diagnostics.hpp>

#include <string>
#include <utility>

using ssislb::diagnostics;
using ssislb::server_message;

namespace {

server_message job_not_found() {
    return {.number = 14262,
            .state = 1,
            .severity = 16,
            .line = 67,
            .text = "The specified @job_name ('x') does not exist.",
            .server = "ETL01",
            .procedure = "sp_verify_job_identifiers"};
}

server_message message(std::int32_t number, std::uint8_t severity, std::string text = {}) {
    server_message made;
    made.number = number;
    made.severity = severity;
    made.text = std::move(text);
    return made;
}

} // namespace

TEST_CASE("a server message is written as SQL Server's tools show it", "[base][diagnostics]") {
    CHECK(to_string(job_not_found()) ==
          "Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers, Line 67: The "
          "specified @job_name ('x') does not exist.");
}

TEST_CASE("a server message leaves out a procedure and a line that it lacks",
          "[base][diagnostics]") {
    CHECK(to_string(message(5701, 0, "Changed.")) == "Msg 5701, Level 0, State 0: Changed.");
}

TEST_CASE("diagnostics are written one line a message, the server's first", "[base][diagnostics]") {
    diagnostics diag;
    CHECK(to_string(diag).empty());
    CHECK(diag.empty());
    diag.client.push_back({20006, 9, 0, "Write failed"});
    diag.server.push_back(message(1, 0, "one"));
    CHECK(to_string(diag) == "Msg 1, Level 0, State 0: one\ndb-lib 20006: Write failed");
    CHECK_FALSE(diag.empty());
}

TEST_CASE("the first error is the first message above severity 10", "[base][diagnostics]") {
    diagnostics diag;
    CHECK(diag.first_error() == nullptr);
    diag.server.push_back(message(5701, 10));
    CHECK(diag.first_error() == nullptr);
    diag.server.push_back(job_not_found());
    diag.server.push_back(message(22022, 16));
    REQUIRE(diag.first_error() != nullptr);
    CHECK(diag.first_error()->number == 14262);
}
