// In which form a server is asked for activity.
#include "activity_answer.hpp"
#include "agent/status_question.hpp"
#include "watch_scene.hpp"

#include <ssislb/base/sql_server_error.hpp>

using namespace ssislb;
using namespace ssislb::detail;
using namespace ssislb::test;
using namespace std::chrono_literals;

namespace {

guid job_number(std::size_t number) {
    guid id;
    id.bytes[0] = static_cast<std::byte>(number % 256);
    id.bytes[1] = static_cast<std::byte>(number / 256);
    return id;
}

std::vector<guid> jobs(std::size_t count) {
    std::vector<guid> all;
    for (std::size_t i = 0; i < count; ++i)
        all.push_back(job_number(i));
    return all;
}

tds::result answer_with(std::size_t rows) {
    std::vector<job_activity> all(rows, idle_row());
    for (std::size_t i = 0; i < rows; ++i)
        all[i].job = job_number(i);
    return activity_answer(all);
}

std::variant<tds::rpc, tds::batch> put(status_question& question, std::size_t ours) {
    status_question::need wanted;
    wanted.count = ours;
    wanted.list = [ours] { return jobs(ours); };
    return question.put(wanted);
}

bool asks_job_by_job(status_question& question, std::size_t ours) {
    return std::holds_alternative<tds::batch>(put(question, ours));
}

status_question::need unchanged(server_time now) {
    status_question::need wanted;
    wanted.count = 100;
    wanted.list = [] { return jobs(100); };
    wanted.any_row = false;
    wanted.may_read_tables = true;
    wanted.now = now;
    return wanted;
}

tds::result changes_answer(server_time now, std::int64_t session,
                           std::vector<job_activity> const& rows = {}) {
    tds::result answer;
    answer.sets.emplace_back(std::vector<std::string>{"server_time", "newest_session"});
    answer.sets.back().append({now, session});
    add_activity(answer, rows);
    return answer;
}

/// The @since of a question for changes; none if all jobs are asked for.
std::optional<server_time> since(std::variant<tds::rpc, tds::batch> const& asked) {
    auto const* call = std::get_if<tds::rpc>(&asked);
    if (call == nullptr || !call->procedure.starts_with("sp_"))
        return std::nullopt;
    return std::get<server_time>(call->parameters.back().content);
}

tds::result with_handle(tds::result answer, std::int64_t handle) {
    answer.outputs.push_back({"", handle});
    return answer;
}

std::string procedure(std::variant<tds::rpc, tds::batch> const& asked) {
    return std::get<tds::rpc>(asked).procedure;
}

/// A poll that the server may hold back, of so many jobs.
status_question::need patient(std::size_t count, server_time now = at(1)) {
    auto wanted = unchanged(now);
    wanted.count = count;
    wanted.list = [count] { return jobs(count); };
    wanted.may_wait = {30s, 250ms};
    return wanted;
}

tds::result awaited_answer(std::size_t rows, activity_tally now,
                           std::int64_t session = first_session) {
    tds::result answer;
    answer.sets.emplace_back(
        std::vector<std::string>{"server_time", "newest_session", "begun", "ended", "history"});
    answer.sets.back().append({at(1), session, std::int64_t{now.begun}, std::int64_t{now.ended},
                               std::int64_t{now.history}});
    std::vector<job_activity> all(rows, idle_row());
    for (std::size_t i = 0; i < rows; ++i)
        all[i].job = job_number(i);
    add_activity(answer, all);
    return answer;
}

/// The batch of a long poll; empty: it is another question.
std::string awaits(std::variant<tds::rpc, tds::batch> const& asked) {
    auto const* batch = std::get_if<tds::batch>(&asked);
    if (batch == nullptr || batch->sql.find("WAITFOR") == std::string::npos)
        return {};
    return batch->sql;
}

bool answers_at_once(std::string const& sql) {
    return sql.find("@begun = -1, @ended = -1, @history = -1") != std::string::npos;
}

bool names(std::string const& sql, guid const& job) {
    return sql.find(to_string(job)) != std::string::npos;
}

status_question question_that_has_seen_all() {
    status_question question;
    static_cast<void>(question.put(unchanged(at(0))));
    question.learn(answer_with(100));
    return question;
}

} // namespace

TEST_CASE("a server that nobody has seen is asked for all", "[agent][question]") {
    status_question question;
    CHECK_FALSE(asks_job_by_job(question, 3));
}

TEST_CASE("few jobs of many are asked for one by one, in one batch", "[agent][question]") {
    status_question question;
    static_cast<void>(put(question, 3));
    question.learn(answer_with(5000));
    status_question::need wanted;
    wanted.count = 4;
    wanted.list = [] {
        auto asked = jobs(3);
        asked.push_back(asked.front());
        return asked;
    };
    auto const form = question.put(wanted);
    REQUIRE(std::holds_alternative<tds::batch>(form));
    auto const& sql = std::get<tds::batch>(form).sql;
    for (auto const& job : jobs(3)) {
        auto const first = sql.find(to_string(job));
        REQUIRE(first != std::string::npos);
        CHECK(sql.find(to_string(job), first + 1) == std::string::npos);
    }
}

TEST_CASE("where most jobs are ours all are asked for", "[agent][question]") {
    status_question question;
    static_cast<void>(put(question, 100));
    question.learn(answer_with(120));
    CHECK_FALSE(asks_job_by_job(question, 100));
    CHECK(asks_job_by_job(question, 2));
}

TEST_CASE("a job that did not show is looked for among all, once", "[agent][question]") {
    status_question question;
    static_cast<void>(put(question, 3));
    question.learn(answer_with(5000));
    REQUIRE(asks_job_by_job(question, 3));
    question.learn(answer_with(2));
    CHECK_FALSE(asks_job_by_job(question, 3));
    question.learn(answer_with(5000));
    CHECK(asks_job_by_job(question, 3));
}

TEST_CASE("who wants all jobs gets them", "[agent][question]") {
    status_question question;
    static_cast<void>(put(question, 3));
    question.learn(answer_with(5000));
    CHECK_FALSE(asks_job_by_job(question, 0));
}

TEST_CASE("a job that is gone does not spoil a batch, other errors do", "[agent][question]") {
    status_question question;
    static_cast<void>(put(question, 3));
    CHECK_FALSE(question.is_answered(sql_server_errc::not_found));
    question.learn(answer_with(5000));
    REQUIRE(asks_job_by_job(question, 3));
    CHECK(question.is_answered(sql_server_errc::not_found));
    CHECK(question.is_answered({}));
    CHECK_FALSE(question.is_answered(sql_server_errc::deadlock_victim));
}

TEST_CASE("where the tables may be read, changes are asked for once all has been seen",
          "[agent][question]") {
    status_question question;
    CHECK_FALSE(since(question.put(unchanged(at(0)))));
    question.learn(answer_with(100));
    auto const first = since(question.put(unchanged(at(1))));
    REQUIRE(first);
    // Of the moment when all was asked for, less what a change may take to be committed.
    CHECK(*first < at(0));
    CHECK(*first > at(-60));
    question.learn(changes_answer(at(1), first_session));
    auto const second = since(question.put(unchanged(at(2))));
    CHECK(second == *first + std::chrono::seconds(1));
}

TEST_CASE("changes are since the server's own time, whatever ours is", "[agent][question]") {
    auto question = question_that_has_seen_all();
    auto const first = since(question.put(unchanged(at(1))));
    question.learn(changes_answer(at(-3600), first_session));
    CHECK(since(question.put(unchanged(at(2)))) == *first - std::chrono::hours(1));
}

TEST_CASE("changes since a look that got no answer are not passed over", "[agent][question]") {
    auto question = question_that_has_seen_all();
    auto const known = *since(question.put(unchanged(at(1))));
    auto curious = unchanged(at(100));
    curious.any_row = true;
    static_cast<void>(question.put(curious));
    CHECK(since(question.put(unchanged(at(101)))) == known);
}

TEST_CASE("the query for changes is prepared once a connection", "[agent][question]") {
    auto question = question_that_has_seen_all();
    CHECK(procedure(question.put(unchanged(at(1)))) == "sp_prepexec");
    question.learn(with_handle(changes_answer(at(1), first_session), 7));
    auto const again = question.put(unchanged(at(2)));
    CHECK(procedure(again) == "sp_execute");
    CHECK(std::get<tds::rpc>(again).parameters.front().content == tds::value(std::int64_t{7}));
    question.learn(changes_answer(at(2), first_session));
    auto elsewhere = unchanged(at(3));
    elsewhere.connection = 2;
    CHECK(procedure(question.put(elsewhere)) == "sp_prepexec");
}

TEST_CASE("a prepared query that the server has lost is prepared again", "[agent][question]") {
    auto question = question_that_has_seen_all();
    static_cast<void>(question.put(unchanged(at(1))));
    question.learn(with_handle(changes_answer(at(1), first_session), 7));
    static_cast<void>(question.put(unchanged(at(2))));
    question.refused(sql_server_errc::no_such_prepared_statement);
    CHECK(procedure(question.put(unchanged(at(3)))) == "sp_prepexec");
}

TEST_CASE("who must see a row gets all rows", "[agent][question]") {
    auto question = question_that_has_seen_all();
    auto wanted = unchanged(at(1));
    wanted.any_row = true;
    CHECK_FALSE(since(question.put(wanted)));
}

TEST_CASE("an Agent that has restarted is looked at as a whole", "[agent][question]") {
    auto question = question_that_has_seen_all();
    REQUIRE(since(question.put(unchanged(at(1)))));
    question.learn(changes_answer(at(1), first_session + 1));
    CHECK_FALSE(since(question.put(unchanged(at(2)))));
}

TEST_CASE("all rows are looked at now and then, for what times do not tell", "[agent][question]") {
    auto question = question_that_has_seen_all();
    int in_a_row = 0;
    while (since(question.put(unchanged(at(in_a_row)))) && in_a_row < 1000) {
        ++in_a_row;
        question.learn(changes_answer(at(in_a_row), first_session));
    }
    CHECK(in_a_row >= 10);
    CHECK(in_a_row <= 100);
}

TEST_CASE("a right that was taken away spoils no poll but the one", "[agent][question]") {
    auto question = question_that_has_seen_all();
    REQUIRE(since(question.put(unchanged(at(1)))));
    CHECK_FALSE(question.is_answered(sql_server_errc::permission_denied));
    question.refused(sql_server_errc::permission_denied);
    for (int poll = 2; poll < 5; ++poll) {
        CHECK_FALSE(since(question.put(unchanged(at(poll)))));
        question.learn(answer_with(100));
    }
}

TEST_CASE("the server is left to wait once it has said how things are", "[agent][question]") {
    auto question = question_that_has_seen_all();
    auto const first = awaits(question.put(patient(2)));
    REQUIRE_FALSE(first.empty());
    CHECK(answers_at_once(first));
    CHECK(question.shows_changes_only());
    question.learn(awaited_answer(2, {2, 1, 17}));
    auto const second = awaits(question.put(patient(2)));
    CHECK(second.find("@begun = 2, @ended = 1, @history = 17") != std::string::npos);
    CHECK(second.find("@longest = 30000, @look = '00:00:00.250'") != std::string::npos);
    CHECK(names(second, job_number(0)));
    CHECK(names(second, job_number(1)));
    CHECK_FALSE(names(second, job_number(2)));
}

TEST_CASE("a wait that was called off begins again from what had been seen", "[agent][question]") {
    auto question = question_that_has_seen_all();
    static_cast<void>(question.put(patient(2)));
    question.learn(awaited_answer(2, {2, 1, 17}));
    auto const called_off = awaits(question.put(patient(2)));
    CHECK(awaits(question.put(patient(2))) == called_off);
}

TEST_CASE("a job that is new among those waited for is answered for at once", "[agent][question]") {
    auto question = question_that_has_seen_all();
    static_cast<void>(question.put(patient(2)));
    question.learn(awaited_answer(2, {2, 1, 17}));
    CHECK(answers_at_once(awaits(question.put(patient(3)))));
    question.learn(awaited_answer(3, {3, 1, 17}));
    // One less is no news.
    CHECK_FALSE(answers_at_once(awaits(question.put(patient(2)))));
    auto curious = patient(2);
    curious.any_row = true;
    CHECK(answers_at_once(awaits(question.put(curious))));
}

TEST_CASE("it can be told whether the server would wait", "[agent][question]") {
    status_question question;
    CHECK_FALSE(question.would_wait(patient(2)));
    question = question_that_has_seen_all();
    CHECK(question.would_wait(patient(2)));
    auto curious = patient(2);
    curious.any_row = true;
    CHECK_FALSE(question.would_wait(curious));
    auto impatient = patient(2);
    impatient.may_wait.reset();
    CHECK_FALSE(question.would_wait(impatient));
    auto barred = patient(2);
    barred.may_read_tables = false;
    CHECK_FALSE(question.would_wait(barred));
}

TEST_CASE("of many jobs one ends often enough to ask for what has changed", "[agent][question]") {
    auto question = question_that_has_seen_all();
    CHECK_FALSE(awaits(question.put(patient(100))).empty());
    CHECK(since(question.put(patient(101))));
}

TEST_CASE("a long poll that shows another Agent session, or too few rows, is followed by a look "
          "at all",
          "[agent][question]") {
    auto question = question_that_has_seen_all();
    static_cast<void>(question.put(patient(2)));
    SECTION("session") {
        question.learn(awaited_answer(2, {2, 1, 17}, first_session + 1));
    }
    SECTION("rows") {
        question.learn(awaited_answer(1, {1, 1, 17}));
    }
    CHECK_FALSE(question.would_wait(patient(2)));
    CHECK(std::holds_alternative<tds::rpc>(question.put(patient(2))));
    question.learn(answer_with(100));
    CHECK(question.would_wait(patient(2)));
}

TEST_CASE("a job that is gone is not waited for again with the others", "[agent][question]") {
    auto question = question_that_has_seen_all();
    static_cast<void>(question.put(patient(3)));
    question.learn(awaited_answer(2, {2, 1, 17}));
    static_cast<void>(question.put(patient(2)));
    question.learn(answer_with(99));
    CHECK_FALSE(names(awaits(question.put(patient(2))), job_number(2)));
}

TEST_CASE("a server that refuses to wait is asked so no more", "[agent][question]") {
    auto question = question_that_has_seen_all();
    REQUIRE_FALSE(awaits(question.put(patient(2))).empty());
    CHECK_FALSE(question.is_answered(sql_server_errc::permission_denied));
    question.refused(sql_server_errc::permission_denied);
    CHECK_FALSE(question.would_wait(patient(2)));
    CHECK(awaits(question.put(patient(2))).empty());
}

TEST_CASE("after a long poll changes are asked for from its moment on", "[agent][question]") {
    auto question = question_that_has_seen_all();
    static_cast<void>(question.put(patient(2)));
    question.learn(awaited_answer(2, {2, 1, 17}));
    auto impatient = patient(2);
    impatient.may_wait.reset();
    auto const first = since(question.put(impatient));
    REQUIRE(first);
    CHECK(*first > at(-60));
    CHECK(*first < at(1));
}

TEST_CASE("who wants the server's time gets it with the same rows", "[agent][question]") {
    status_question question;
    status_question::need wanted;
    wanted.count = 2;
    wanted.list = [] { return jobs(2); };
    wanted.time_too = true;
    CHECK(std::get<tds::batch>(question.put(wanted)).sql ==
          "SELECT GETDATE() AS server_time\nEXEC msdb.dbo.sp_help_jobactivity\n");
    question.learn(answer_with(1000));
    auto const asked = std::get<tds::batch>(question.put(wanted));
    CHECK(asked.sql == "SELECT GETDATE() AS server_time\n" + ask_status(jobs(2)).sql);
    CHECK(asked.columns.size() == ask_status().columns.size() + 1);
}
