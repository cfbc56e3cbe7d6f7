// What an answer holds, and in which order.
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

sql::message says(std::string text) {
    return error_message(0, std::move(text), "", 0);
}

sql::result_set no_rows() {
    return {{{"n", sql::type::int_, 0, true}}, {}};
}

sql::response give(sql::batch const& asked) {
    if (asked.text == "talk")
        return answer(says("one"), one_number(1), says("two"), no_rows(), says("three"),
                      one_number(3), says("four"));
    if (asked.text == "fail between")
        return answer(one_number(1), error_message(50001, "no luck"), one_number(2));
    if (asked.text == "fail twice")
        return answer(error_message(50001, "first"), error_message(50002, "second"));
    if (asked.text == "fail at once")
        return answer(error_message(208, "Invalid object name 'x'.", "sp_x"));
    if (asked.text == "warn")
        return answer(error_message(50010, "only a warning", "", 10), one_number(1));
    if (asked.text == "count")
        return answer(sql::statement_done{5}, one_number(1), sql::statement_done{});
    return plain_answer(asked);
}

sql::response outputs(sql::call const& asked) {
    CHECK(asked.parameters.at(0).output);
    sql::output_value const total{"@total", sql::type::int_, 0, {std::int64_t{-7}}, 0};
    sql::output_value const name{"@name", sql::type::nvarchar, 40, {"naïve"}, 1};
    sql::output_value const none{"@none", sql::type::bigint, 0, {}, 2};
    return answer(one_number(1), sql::return_status{42}, total, name, none);
}

std::vector<std::string> texts(tds::result const& of) {
    std::vector<std::string> all;
    for (auto const& each : of.diag.server)
        all.push_back(each.text);
    return all;
}

std::int64_t number(tds::result const& of, std::size_t set) {
    return *of.sets.at(set).get<std::int64_t>(0, 0);
}

} // namespace

TEST_CASE("sets arrive in order, messages beside them, and the line is ready for the next call",
          "[tds][answer]") {
    open_scene scene({give});
    for (int round = 0; round < 3; ++round) {
        auto const told = scene.ask("talk");
        CHECK_FALSE(told->error);
        auto const& whole = told->answer();
        REQUIRE(whole.sets.size() == 3);
        CHECK(number(whole, 0) == 1);
        CHECK(whole.sets[1].empty());
        CHECK(whole.sets[1].column("N") == 0U);
        CHECK(number(whole, 2) == 3);
        CHECK(texts(whole) == std::vector<std::string>{"one", "two", "three", "four"});
        CHECK_FALSE(whole.return_status);
    }
}

TEST_CASE("an error in mid-batch is the call's, and the rows around it stay", "[tds][answer]") {
    open_scene scene({give});
    auto const told = scene.ask("fail between");
    CHECK(told->error == sql_server_error(50001));
    REQUIRE(told->answer().sets.size() == 2);
    CHECK(number(told->answer(), 0) == 1);
    CHECK(number(told->answer(), 1) == 2);
    CHECK(scene.works());
}

TEST_CASE("the first error gives the code, all of them are told", "[tds][answer]") {
    open_scene scene({give});
    auto const told = scene.ask("fail twice");
    CHECK(told->error == sql_server_error(50001));
    CHECK(texts(told->answer()) == std::vector<std::string>{"first", "second"});
    CHECK(scene.works());
}

TEST_CASE("an error says where it was raised", "[tds][answer]") {
    open_scene scene({give});
    auto const told = scene.ask("fail at once");
    CHECK(told->error == sql_server_error(208));
    REQUIRE(told->answer().diag.server.size() == 1);
    auto const& message = told->answer().diag.server.front();
    CHECK(message.severity == 16);
    CHECK(message.line == 7);
    CHECK(message.procedure == "sp_x");
    CHECK(message.server == "ETL01");
    CHECK(scene.works());
}

TEST_CASE("a warning is no error", "[tds][answer]") {
    open_scene scene({give});
    auto const told = scene.ask("warn");
    CHECK_FALSE(told->error);
    CHECK(number(told->answer(), 0) == 1);
    CHECK(texts(told->answer()) == std::vector<std::string>{"only a warning"});
}

TEST_CASE("a statement without columns leaves no set", "[tds][answer]") {
    open_scene scene({give});
    auto const told = scene.ask("count");
    CHECK_FALSE(told->error);
    CHECK(told->answer().sets.size() == 1);
}

TEST_CASE("a procedure gives its status and its outputs after its sets", "[tds][answer]") {
    open_scene scene({give, outputs});
    auto const told = scene.ask(tds::rpc("dbo.sum_up")
                                    .out("@total", tds::output_type::integer)
                                    .out("@name", tds::output_type::text)
                                    .out("@none", tds::output_type::big_integer));
    CHECK_FALSE(told->error);
    auto const& whole = told->answer();
    CHECK(whole.sets.size() == 1);
    CHECK(whole.return_status == 42);
    REQUIRE(whole.outputs.size() == 3);
    CHECK(*whole.find_output("@TOTAL") == tds::value{std::int64_t{-7}});
    CHECK(*whole.find_output("@name") == tds::value{"naïve"});
    CHECK(tds::is_null(*whole.find_output("@none")));
    CHECK(scene.works());
}
