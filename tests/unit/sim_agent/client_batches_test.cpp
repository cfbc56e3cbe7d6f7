// The batches that clients send of their own accord.
#include "fixture.hpp"
#include "support/catch.hpp"

using namespace ssislb;
using namespace ssislb::sim;
using namespace ssislb::sim::test;

namespace {

/// One letter an item: d a statement's end, R a result set, c a change of database.
std::string shape(answer const& of) {
    std::string result;
    for (auto const& each : of.response.items)
        result += std::holds_alternative<sql::statement_done>(each)    ? 'd'
                  : std::holds_alternative<sql::result_set>(each)      ? 'R'
                  : std::holds_alternative<sql::database_change>(each) ? 'c'
                                                                       : '?';
    return result;
}

} // namespace

TEST_CASE("tedious: fifteen settings", "[sim][batch]") {
    lab lab;
    auto const answer = lab.batch(
        "set ansi_nulls on\nset ansi_null_dflt_on on\nset ansi_padding on\nset ansi_warnings on\n"
        "set arithabort on\nset concat_null_yields_null on\nset datefirst 7\nset dateformat mdy\n"
        "set implicit_transactions off\nset language us_english\nset numeric_roundabort off\n"
        "set quoted_identifier on\nset textsize 2147483647\n"
        "set transaction isolation level read committed\nset xact_abort off");
    CHECK(shape(answer) == std::string(15, 'd'));
}

TEST_CASE("jTDS: the precision, then four settings", "[sim][batch]") {
    lab lab;
    auto const answer = lab.batch(
        "SELECT @@MAX_PRECISION\r\nSET TRANSACTION ISOLATION LEVEL READ COMMITTED\r\n"
        "SET IMPLICIT_TRANSACTIONS OFF\r\nSET QUOTED_IDENTIFIER ON\r\nSET TEXTSIZE 2147483647");
    CHECK(shape(answer) == "Rdddd");
    CHECK(answer.shown("") == "38");
    CHECK(answer.sets().at(0).columns.at(0).type == sql::type::tinyint);
}

TEST_CASE("pymssql: settings joined by semicolons, then the database in brackets", "[sim][batch]") {
    lab lab;
    CHECK(shape(lab.batch(
              "SET ARITHABORT ON;SET CONCAT_NULL_YIELDS_NULL ON;SET ANSI_NULLS ON;"
              "SET ANSI_NULL_DFLT_ON ON;SET ANSI_PADDING ON;SET ANSI_WARNINGS ON;"
              "SET CURSOR_CLOSE_ON_COMMIT ON;SET QUOTED_IDENTIFIER ON;SET TEXTSIZE 2147483647;")) ==
          std::string(9, 'd'));
    CHECK(shape(lab.batch("use [msdb]")) == "cd");
}

TEST_CASE("DBD::Sybase: one setting, the version, the database", "[sim][batch]") {
    lab lab;
    CHECK(shape(lab.batch("SET IMPLICIT_TRANSACTIONS OFF")) == "d");
    CHECK(shape(lab.batch("select @@version")) == "R");
    CHECK(shape(lab.batch("use msdb")) == "cd");
}

TEST_CASE("settings of one and of many words are taken", "[sim][batch]") {
    lab lab;
    for (auto const* const batch :
         {"SET FMTONLY OFF", "SET ROWCOUNT 0", "SET LOCK_TIMEOUT -1", "SET DEADLOCK_PRIORITY LOW",
          "SET STATISTICS IO OFF", "SET ANSI_NULLS, QUOTED_IDENTIFIER ON",
          "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED", "SET CONTEXT_INFO 0x01"})
        CHECK(shape(lab.batch(batch)) == "d");
}
