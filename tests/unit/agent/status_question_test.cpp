// In which form a server is asked for activity.
#include "activity_answer.hpp"
#include "agent/status_question.hpp"
#include "watch_scene.hpp"

#include <ssislb/base/sql_server_error.hpp>

using namespace ssislb;
using namespace ssislb::detail;
using namespace ssislb::test;

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
    if (call == nullptr || call->parameters.size() != 3)
        return std::nullopt;
    return std::get<server_time>(call->parameters.back().content);
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
