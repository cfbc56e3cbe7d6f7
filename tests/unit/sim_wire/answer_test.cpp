// Answers, read back by the strict reader.
#include "sim/wire/answer.hpp"
#include "support/catch.hpp"
#include "unit/sim_wire/fake_service.hpp"
#include "unit/sim_wire/token_reader.hpp"

#include <limits>

using namespace ssislb::sim;
using namespace ssislb::sim::wire;
using namespace ssislb::test;

namespace {

using lines = std::vector<std::string>;

template <typename Put>
lines encode(tds_version version, Put put_answer) {
    bytes out;
    token_writer put(out, version, "ETL01");
    put_answer(put);
    return read_tokens(out, is_wide(version));
}

lines call_lines(sql::response const& response, tds_version version = tds_version::v7_4,
                 call_position position = call_position::last) {
    return encode(version, [&](auto& put) { put_call_answer(put, response, position); });
}

lines batch_lines(sql::response const& response) {
    return encode(tds_version::v7_4, [&](auto& put) { put_batch_answer(put, response); });
}

sql::message information(std::int32_t number, std::string text) {
    return error_message(number, std::move(text), "", 0);
}

std::string const numbers = "COLMETADATA 1: n int4 flags 0x0008";

ssislb::server_time at(int year, unsigned month, unsigned day, std::chrono::milliseconds of_day) {
    using namespace std::chrono;
    return local_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}} +
           of_day;
}

} // namespace

TEST_CASE("the smallest answer to a call is a status and DONEPROC", "[sim][wire][answer]") {
    CHECK(call_lines({}) ==
          lines{"RETURNSTATUS 0", "DONEPROC status 0x0000 (FINAL) curcmd 0x00E0 count 0"});
}

TEST_CASE("a call's result sets, messages, status and outputs have their order",
          "[sim][wire][answer]") {
    sql::output_value large;
    large.name = "@text";
    large.type = sql::type::nvarchar_max;
    large.value = std::string("long");
    large.ordinal = 0;
    sql::output_value small;
    small.name = "@id";
    small.value = std::int64_t{42};
    small.ordinal = 1;
    auto const response =
        answer(from_procedure(one_number(1)), information(14243, "Job 'x' started successfully."),
               large, small, from_procedure(one_number(2)), sql::return_status{-6});
    CHECK(call_lines(response) ==
          lines{numbers, "ROW 1", "DONEINPROC status 0x0001 (MORE) curcmd 0x00C1 count 1",
                "INFO 14243 state 1 class 0 server 'ETL01' procedure '' line 7 text 'Job 'x' "
                "started successfully.'",
                numbers, "ROW 2", "DONEINPROC status 0x0001 (MORE) curcmd 0x00C1 count 1",
                "RETURNSTATUS -6",
                "RETURNVALUE ordinal 1 '@id' status 1 usertype 0 flags 0x0000 intn(4) = 42",
                "RETURNVALUE ordinal 0 '@text' status 1 usertype 0 flags 0x0000 nvarchar(max) = "
                "'long'",
                "DONEPROC status 0x0000 (FINAL) curcmd 0x00E0 count 0"});
}

TEST_CASE("an error in a call is told with the procedure that raised it", "[sim][wire][answer]") {
    auto const response =
        answer(error_message(14262, "The specified @job_name ('x') does not exist.",
                             "sp_verify_job_identifiers"),
               sql::return_status{1});
    CHECK(call_lines(response) ==
          lines{"ERROR 14262 state 1 class 16 server 'ETL01' procedure "
                "'sp_verify_job_identifiers' line 7 text 'The specified @job_name ('x') does not "
                "exist.'",
                "RETURNSTATUS 1", "DONEPROC status 0x0002 (ERROR) curcmd 0x00E0 count 0"});
}

TEST_CASE("a procedure that does not exist has no status", "[sim][wire][answer]") {
    auto const told = call_lines(answer(error_message(2812, "Could not find it.")));
    REQUIRE(told.size() == 2);
    CHECK(told[1] == "DONEPROC status 0x0002 (ERROR) curcmd 0x00E0 count 0");
}

TEST_CASE("a call that goes on after an error ends without the error bit", "[sim][wire][answer]") {
    auto const told = call_lines(
        answer(error_message(8134, "Divide by zero."), one_number(1), sql::return_status{3}));
    CHECK(told.back() == "DONEPROC status 0x0000 (FINAL) curcmd 0x00E0 count 0");
}

TEST_CASE("calls of one message are told apart", "[sim][wire][answer]") {
    bytes out;
    token_writer put(out, tds_version::v7_4, "");
    put_call_answer(put, {}, call_position::others_follow);
    put_call_answer(put, {}, call_position::last);
    CHECK(read_tokens(out) ==
          lines{"RETURNSTATUS 0", "DONEPROC status 0x0081 (MORE+RPCINBATCH) curcmd 0x00E0 count 0",
                "RETURNSTATUS 0", "DONEPROC status 0x0000 (FINAL) curcmd 0x00E0 count 0"});
}

TEST_CASE("only the last DONE of a batch is final", "[sim][wire][answer]") {
    CHECK(batch_lines({}) == lines{"DONE status 0x0000 (FINAL) curcmd 0x0000 count 0"});
    CHECK(batch_lines(answer(one_number(1), sql::statement_done{4}, sql::statement_done{})) ==
          lines{numbers, "ROW 1", "DONE status 0x0011 (MORE+COUNT) curcmd 0x00C1 count 1",
                "DONE status 0x0011 (MORE+COUNT) curcmd 0x0000 count 4",
                "DONE status 0x0000 (FINAL) curcmd 0x0000 count 0"});
}

TEST_CASE("a statement of a batch that fails has its own DONE", "[sim][wire][answer]") {
    auto const told = batch_lines(answer(error_message(8134, "a"), one_number(1)));
    REQUIRE(told.size() == 5);
    CHECK(told[1] == "DONE status 0x0003 (MORE+ERROR) curcmd 0x0000 count 0");
    CHECK(told[4] == "DONE status 0x0010 (COUNT) curcmd 0x00C1 count 1");
    CHECK(batch_lines(answer(one_number(1), error_message(8134, "a"))).back() ==
          "DONE status 0x0002 (ERROR) curcmd 0x0000 count 0");
}

TEST_CASE("EXEC in a batch gives the tokens of a call", "[sim][wire][answer]") {
    auto const told =
        batch_lines(answer(from_procedure(one_number(1)),
                           from_procedure(error_message(14262, "no")), sql::return_status{1}));
    REQUIRE(told.size() == 6);
    // Procedures of msdb SET NOCOUNT ON.
    CHECK(told[2] == "DONEINPROC status 0x0001 (MORE) curcmd 0x00C1 count 1");
    CHECK(told[4] == "RETURNSTATUS 1");
    CHECK(told[5] == "DONEPROC status 0x0002 (ERROR) curcmd 0x00E0 count 0");
    auto const goes_on = batch_lines(answer(sql::return_status{1}, one_number(1)));
    CHECK(goes_on[1] == "DONEPROC status 0x0001 (MORE) curcmd 0x00E0 count 0");
    CHECK(goes_on.back() == "DONE status 0x0010 (COUNT) curcmd 0x00C1 count 1");
}

TEST_CASE("statements before, between and after EXECs end as the batch's own",
          "[sim][wire][answer]") {
    auto const told = batch_lines(answer(
        sql::statement_done{}, from_procedure(one_number(1)), sql::return_status{0}, one_number(2),
        from_procedure(error_message(14262, "no")), sql::return_status{1}, sql::statement_done{3}));
    lines ends;
    for (auto const& line : told)
        if (line.starts_with("DONE"))
            ends.push_back(line.substr(0, line.find(" curcmd")));
    CHECK(ends == lines{"DONE status 0x0001 (MORE)", "DONEINPROC status 0x0001 (MORE)",
                        "DONEPROC status 0x0001 (MORE)", "DONE status 0x0011 (MORE+COUNT)",
                        "DONEPROC status 0x0003 (MORE+ERROR)", "DONE status 0x0010 (COUNT)"});
}

TEST_CASE("an EXEC that cannot begin fails as a statement, and the next one is not blamed",
          "[sim][wire][answer]") {
    auto const told =
        batch_lines(answer(error_message(2812, "none"),
                           from_procedure(information(14243, "started")), sql::return_status{0}));
    REQUIRE(told.size() == 5);
    CHECK(told[1] == "DONE status 0x0003 (MORE+ERROR) curcmd 0x0000 count 0");
    CHECK(told[4] == "DONEPROC status 0x0000 (FINAL) curcmd 0x00E0 count 0");
}

TEST_CASE("a result set made under NOCOUNT tells no count", "[sim][wire][answer]") {
    auto set = one_number(1);
    set.counted = false;
    CHECK(batch_lines(answer(set)).back() == "DONE status 0x0000 (FINAL) curcmd 0x00C1 count 1");
}

TEST_CASE("USE is told as a change and a message", "[sim][wire][answer]") {
    CHECK(batch_lines(answer(sql::database_change{"master", "msdb"})) ==
          lines{"ENVCHANGE 1 database 'msdb' <- 'master'",
                "INFO 5701 state 1 class 0 server 'ETL01' procedure '' line 1 text 'Changed "
                "database context to 'msdb'.'",
                "DONE status 0x0000 (FINAL) curcmd 0x0000 count 0"});
}

TEST_CASE("severity 10 is sent as 0, and above it is an error", "[sim][wire][answer]") {
    CHECK(batch_lines(answer(error_message(1, "a", "", 10)))[0].starts_with(
        "INFO 1 state 1 class 0 "));
    CHECK(batch_lines(answer(error_message(1, "a", "", 11)))[0].starts_with(
        "ERROR 1 state 1 class 11 "));
}

TEST_CASE("the longest texts still have exact lengths", "[sim][wire][answer]") {
    auto told =
        batch_lines(answer(error_message(1, std::string(70'000, 'x'), std::string(500, 'p'))));
    CHECK(told[0].find("procedure '" + std::string(255, 'p') + "'") != std::string::npos);
}

TEST_CASE("every type goes out and comes back, with and without NULL", "[sim][wire][answer]") {
    using namespace std::chrono_literals;
    auto const time = sql::value{at(2026, 3, 1, 86399997ms)};
    auto const id = sql::value{*ssislb::parse_guid("6F9619FF-8B86-D011-B42D-00C04FC964FF")};
    auto const data = sql::value{std::vector<std::byte>{std::byte{0xDE}, std::byte{0}}};
    sql::row const values{std::int64_t{1},
                          std::int64_t{255},
                          std::int64_t{-32768},
                          std::int64_t{-5},
                          std::numeric_limits<std::int64_t>::max(),
                          1.5,
                          time,
                          id,
                          std::string("Ω😀"),
                          std::string("abc"),
                          std::string("longer"),
                          data};
    auto const columns = [](bool nullable) {
        std::vector<sql::column> out;
        for (auto type = sql::type::bit; type <= sql::type::varbinary;
             type = static_cast<sql::type>(static_cast<int>(type) + 1))
            out.push_back(
                {std::string(1, static_cast<char>('a' + out.size())), type, 20, nullable});
        return out;
    };
    sql::row const nulls(values.size());
    std::string const row = "ROW 1; 255; -32768; -5; 9223372036854775807; 1.5; 2026-03-01 "
                            "23:59:59.997; 6F9619FF-8B86-D011-B42D-00C04FC964FF; 'Ω😀'; 'abc'; "
                            "'longer'; 0xDE00";
    std::string null_row = "ROW NULL";
    for (std::size_t count = 1; count < nulls.size(); ++count)
        null_row += "; NULL";

    auto const fixed = batch_lines(answer(sql::result_set{columns(false), {values}}));
    CHECK(fixed[0] ==
          "COLMETADATA 12: a bit flags 0x0008; b int1 flags 0x0008; c int2 flags 0x0008; d int4 "
          "flags 0x0008; e int8 flags 0x0008; f flt8 flags 0x0008; g datetime flags 0x0008; h "
          "guid(16) flags 0x0008; i nvarchar(40) flags 0x0008; j bigvarchar(20) flags 0x0008; k "
          "nvarchar(max) flags 0x0008; l bigvarbinary(20) flags 0x0008");
    CHECK(fixed[1] == row);

    sql::result_set const both{columns(true), {values, nulls}};
    auto const nullable = batch_lines(answer(both));
    CHECK(nullable[0].find("d intn(4) flags 0x0009") != std::string::npos);
    CHECK(nullable[1] == row);
    CHECK(nullable[2] == "NBC" + null_row);

    for (auto const version : {tds_version::v7_1, tds_version::v7_2, tds_version::v7_3_a}) {
        auto const old = call_lines(answer(both), version);
        CHECK(old[1] == row);
        CHECK(old[2] == null_row);
        bool const legacy = old[0].find("k ntext(2147483646)") != std::string::npos;
        CHECK(legacy == (version == tds_version::v7_1));
    }
}

TEST_CASE("max types hold nothing, NULL and much", "[sim][wire][answer]") {
    sql::result_set set{
        {{"t", sql::type::nvarchar_max, 0, true}, {"b", sql::type::varbinary, 0, true}}, {}};
    std::string const much(100'000, 'y');
    set.rows.push_back({std::string(), std::vector<std::byte>{}});
    set.rows.push_back({sql::value{}, sql::value{}});
    set.rows.push_back({much, std::vector<std::byte>(2, std::byte{7})});
    for (auto const version : {tds_version::v7_1, tds_version::v7_2, tds_version::v7_4}) {
        auto const told = call_lines(answer(set), version);
        CHECK(told[1] == "ROW ''; 0x");
        CHECK(told[2] == (version == tds_version::v7_4 ? "NBCROW NULL; NULL" : "ROW NULL; NULL"));
        CHECK(told[3] == "ROW '" + much + "'; 0x0707");
    }
}

TEST_CASE("text is never longer than its column", "[sim][wire][answer]") {
    sql::result_set const set{
        {{"n", sql::type::nvarchar, 3, true}, {"v", sql::type::varchar, 2, true}},
        {{std::string("abcdef"), std::string("abc")}}};
    CHECK(batch_lines(answer(set))[1] == "ROW 'abc'; 'ab'");
}

TEST_CASE("times are rounded to the ticks of a datetime", "[sim][wire][answer]") {
    using namespace std::chrono_literals;
    auto const shown = [](ssislb::server_time time) {
        sql::result_set const set{{{"t", sql::type::datetime, 0, false}}, {{time}}};
        return batch_lines(answer(set))[1];
    };
    CHECK(shown(at(1753, 1, 1, 0ms)) == "ROW 1753-01-01 00:00:00.000");
    CHECK(shown(at(2026, 3, 1, 1ms)) == "ROW 2026-03-01 00:00:00.000");
    CHECK(shown(at(2026, 3, 1, 2ms)) == "ROW 2026-03-01 00:00:00.003");
    CHECK(shown(at(2026, 3, 1, 5ms)) == "ROW 2026-03-01 00:00:00.007");
    CHECK(shown(at(2026, 2, 28, 86399999ms)) == "ROW 2026-03-01 00:00:00.000");
}

TEST_CASE("a login is answered in the order of SQL Server", "[sim][wire][answer]") {
    for (auto const version : {tds_version::v7_1_revision_1, tds_version::v7_4}) {
        auto const told = encode(version, [](auto& put) {
            put_login_accepted(put, {"msdb", "us_english", 8000});
        });
        CHECK(told ==
              lines{"ENVCHANGE 1 database 'msdb' <- 'master'",
                    "INFO 5701 state 2 class 0 server 'ETL01' procedure '' line 1 text 'Changed "
                    "database context to 'msdb'.'",
                    "ENVCHANGE 7 collation 09 04 D0 00 34 <- empty",
                    "ENVCHANGE 2 language 'us_english' <- ''",
                    "INFO 5703 state 1 class 0 server 'ETL01' procedure '' line 1 text 'Changed "
                    "language setting to us_english.'",
                    std::string("LOGINACK interface 1 TDS ") +
                        (version == tds_version::v7_4 ? "74000004" : "71000001") +
                        " 'Microsoft SQL Server' version 15.0.4298",
                    "ENVCHANGE 4 packet size '8000' <- '4096'",
                    "DONE status 0x0000 (FINAL) curcmd 0x0000 count 0"});
    }
}
