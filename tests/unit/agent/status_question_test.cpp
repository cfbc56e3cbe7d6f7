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

activity_snapshot answer_with(std::size_t rows) {
    std::vector<job_activity> all(rows, idle_row());
    for (std::size_t i = 0; i < rows; ++i)
        all[i].job = job_number(i);
    return activity_snapshot(activity_answer(all));
}

std::variant<tds::rpc, tds::batch> put(status_question& question, std::size_t ours) {
    return question.put(ours, [ours] { return jobs(ours); });
}

bool asks_job_by_job(status_question& question, std::size_t ours) {
    return std::holds_alternative<tds::batch>(put(question, ours));
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
    auto const form = question.put(4, [] {
        auto asked = jobs(3);
        asked.push_back(asked.front());
        return asked;
    });
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
