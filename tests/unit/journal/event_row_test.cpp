// Every event as a row, and back.
#include "journal/event_ids.hpp"
#include "journal/event_row.hpp"
#include "support/catch.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>

#include <boost/asio/error.hpp>

#include <bit>
#include <cmath>
#include <random>
#include <set>

using namespace ssislb;
using namespace ssislb::detail;

namespace {

server_time local(int second) {
    return server_time(std::chrono::seconds(800'000'000 + second) + milliseconds(7));
}

guid const job = *parse_guid("01234567-89AB-CDEF-0123-456789ABCDEF");

attempt_result result_of_a_failure() {
    attempt_result result;
    result.job = outcome::succeeded;
    result.package = outcome::failed;
    result.failed_step = "Schritt \xC3\xA4 \"1\"";
    result.message = "line\nbreak \xE2\x82\xAC";
    result.started = local(1);
    result.duration = milliseconds(4321);
    return result;
}

/// One of each, with whatever can be told.
std::vector<run_event> one_of_each() {
    attempt_id const id{task_id{3}, 7};
    return {event::run_started{},
            event::run_resumed{},
            event::server_up{server_id{2}},
            event::server_down{server_id{1}, client_errc::connection_refused, "says \"no\"", true},
            event::tasks_barred{server_id{0}, {task_id{0}, task_id{4}}, agent_errc::job_not_found},
            event::history_read{
                server_id{1},
                {{task_id{2}, milliseconds(90), 0.1, 3}, {task_id{4}, milliseconds(1), 1e-9, 1}}},
            event::server_drained{server_id{1}},
            event::server_undrained{server_id{1}},
            event::server_limited{server_id{1}, 12},
            event::foreign_load{server_id{1}, 3},
            event::threads_short{server_id{1}, 2},
            event::task_skip_requested{task_id{2}},
            event::run_paused{},
            event::run_continued{},
            event::start_decided{id, server_id{2}},
            event::start_intended{id, server_id{2}, {job, 12, local(2), 99, local(3)}},
            event::start_accepted{id},
            event::start_refused{id, refusal::transient, error_code(1205, sql_server_category()),
                                 "deadlock"},
            event::start_in_doubt{id},
            event::start_disproved{id, "it was theirs"},
            event::job_started{id, local(4)},
            event::job_finished{id, result_of_a_failure(), milliseconds(250)},
            event::attempt_lost{id, boost::asio::error::eof, "gone"},
            event::cancel_requested{true},
            event::tick{}};
}

} // namespace

TEST_CASE("every event comes back from its row as it was", "[journal]") {
    auto const all = one_of_each();
    REQUIRE(all.size() == std::variant_size_v<run_event>);
    std::set<std::string> kinds;
    for (std::size_t i = 0; i < all.size(); ++i) {
        REQUIRE(all[i].index() == i);
        auto const row = to_row(all[i]);
        kinds.insert(row.kind);
        INFO(row.kind << " " << row.details);
        auto const back = read_row(row);
        REQUIRE(back);
        CHECK(to_row(*back) == row);
        CHECK(back->index() == i);
    }
    CHECK(kinds.size() == all.size());
}

TEST_CASE("what an event tells is in its row", "[journal]") {
    auto const all = one_of_each();
    auto const intended = std::get<event::start_intended>(*read_row(to_row(all[15])));
    CHECK(intended.attempt == attempt_id{task_id{3}, 7});
    CHECK(intended.server == server_id{2});
    CHECK(intended.before == job_mark{job, 12, local(2), 99, local(3)});
    auto const finished = std::get<event::job_finished>(*read_row(to_row(all[21])));
    CHECK(finished.result == result_of_a_failure());
    CHECK(finished.detection_delay == milliseconds(250));
    auto const refused = std::get<event::start_refused>(*read_row(to_row(all[17])));
    CHECK(refused.reason == error_code(1205, sql_server_category()));
    auto const lost = std::get<event::attempt_lost>(*read_row(to_row(all[22])));
    CHECK(lost.reason == boost::asio::error::eof);
    auto const down = std::get<event::server_down>(*read_row(to_row(all[3])));
    CHECK(down.reason == client_errc::connection_refused);
    CHECK(down.final);
    auto const read = std::get<event::history_read>(*read_row(to_row(all[5])));
    CHECK(read.lengths == std::get<event::history_read>(all[5]).lengths);
}

TEST_CASE("what is not known stays unknown", "[journal]") {
    run_event const what =
        event::start_intended{{task_id{0}, 1}, server_id{0}, {job, {}, {}, 0, {}}};
    auto const back = std::get<event::start_intended>(*read_row(to_row(what)));
    CHECK(back.before == job_mark{job, {}, {}, 0, {}});
}

TEST_CASE("rows that no event is written as are not read", "[journal]") {
    auto const is_read = [](event_row const& row) { return read_row(row).has_value(); };
    CHECK(is_read({"start_accepted", 1, 2, {}, ""}));
    CHECK_FALSE(is_read({"start_accepted", {}, 2, {}, ""}));
    CHECK_FALSE(is_read({"start_accepted", 1, {}, {}, ""}));
    CHECK_FALSE(is_read({"no_such_kind", 1, 2, {}, ""}));
    CHECK_FALSE(is_read({"server_up", {}, {}, {}, ""}));
    CHECK_FALSE(is_read({"cancel_requested", {}, {}, {}, ""}));
    CHECK_FALSE(is_read({"cancel_requested", {}, {}, {}, "{\"stop_jobs\":1}"}));
    CHECK_FALSE(is_read({"cancel_requested", {}, {}, {}, "{\"stop_jobs\":true"}));
    CHECK_FALSE(is_read({"cancel_requested", {}, {}, {}, "[]"}));
    CHECK_FALSE(is_read({"server_limited", {}, {}, 1, "{\"max_jobs\":-1}"}));
    CHECK_FALSE(is_read({"server_limited", {}, {}, 1, "{\"max_jobs\":1.5}"}));
    CHECK_FALSE(is_read(
        {"start_refused", 1, 1, {}, "{\"why\":\"because\",\"reason\":null,\"text\":\"\"}"}));
}

TEST_CASE("rows that tell more than an event are not read", "[journal]") {
    auto const is_read = [](event_row const& row) { return read_row(row).has_value(); };
    CHECK_FALSE(is_read({"start_accepted", 1, 2, 3, ""}));
    CHECK_FALSE(is_read({"tick", 1, {}, {}, ""}));
    CHECK_FALSE(is_read({"start_accepted", 1, 2, {}, "{\"text\":\"\"}"}));
    CHECK_FALSE(is_read({"cancel_requested", {}, {}, {}, "{\"stop_jobs\":true,\"more\":1}"}));
    CHECK_FALSE(is_read({"server_up", {}, {}, -1, ""}));
    CHECK_FALSE(is_read({"server_up", {}, {}, std::int64_t{1} << 32, ""}));
}

TEST_CASE("errors of libraries that nobody knows keep their name and value", "[journal]") {
    event_row const row{"attempt_lost", 1, 1, {}, "{\"reason\":[\"acme.vault\",-3],\"text\":\"\"}"};
    auto const first = std::get<event::attempt_lost>(*read_row(row));
    CHECK(first.reason.category().name() == std::string("acme.vault"));
    CHECK(first.reason.value() == -3);
    CHECK(first.reason.failed());
    CHECK(first.reason.message() == "error -3 of acme.vault");
    CHECK(to_row(first) == row);
    CHECK(std::get<event::attempt_lost>(*read_row(row)).reason == first.reason);
}

TEST_CASE("lengths come back to the last bit", "[journal]") {
    auto const seed = std::random_device()();
    INFO("seed " << seed);
    std::mt19937_64 chance(seed);
    event::history_read what{server_id{0}, {}};
    for (int i = 0; i < 2000; ++i) {
        auto const spread = std::bit_cast<double>(chance());
        what.lengths.push_back({task_id{1}, milliseconds(1 + i), spread != spread ? 0 : spread, 2});
    }
    what.lengths.push_back({task_id{1}, milliseconds(1), HUGE_VAL, 2});
    CHECK(std::get<event::history_read>(*read_row(to_row(what))).lengths == what.lengths);
}

TEST_CASE("texts come back byte for byte", "[journal]") {
    std::string text("\0 \x01\x7F \" \\ / \xE4\xFF \xC3\xA4 \xF0\x9F\x98\x80 \xC3", 23);
    event::start_disproved const what{{task_id{0}, 1}, text};
    CHECK(std::get<event::start_disproved>(*read_row(to_row(what))).text == text);
}

TEST_CASE("ids of an event follow the package", "[journal]") {
    id_map const map{{task_id{5}, std::nullopt, task_id{0}, task_id{1}},
                     {server_id{3}, std::nullopt}};
    run_event decided = event::start_decided{{task_id{3}, 2}, server_id{0}};
    CHECK(change_ids(decided, map) == id_change::done);
    CHECK(to_row(decided) == event_row{"start_decided", 1, 2, 3, ""});
    run_event gone = event::start_accepted{{task_id{1}, 2}};
    CHECK(change_ids(gone, map) == id_change::left_out);
    CHECK(to_row(gone) == event_row{"start_accepted", 1, 2, {}, ""});
    run_event elsewhere = event::server_up{server_id{1}};
    CHECK(change_ids(elsewhere, map) == id_change::left_out);
    run_event barred = event::tasks_barred{server_id{0}, {task_id{0}, task_id{1}, task_id{2}}, {}};
    CHECK(change_ids(barred, map) == id_change::done);
    CHECK(std::get<event::tasks_barred>(barred).tasks == std::vector{task_id{5}, task_id{0}});
    run_event lengths = event::history_read{server_id{0}, {{task_id{1}, {}, 0, 1}, {task_id{3}}}};
    CHECK(change_ids(lengths, map) == id_change::done);
    REQUIRE(std::get<event::history_read>(lengths).lengths.size() == 1);
    CHECK(std::get<event::history_read>(lengths).lengths[0].task == task_id{1});
    run_event nobody = event::start_accepted{{task_id{4}, 2}};
    CHECK(change_ids(nobody, map) == id_change::impossible);
    run_event nowhere = event::tasks_barred{server_id{0}, {task_id{9}}, {}};
    CHECK(change_ids(nowhere, map) == id_change::impossible);
}
