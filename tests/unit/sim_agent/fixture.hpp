// A simulated server on a clock that the test moves, and how it is asked.
#pragma once

#include "sim/sql/service_of.hpp"

#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/instance.hpp>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::sim::test {

/// 2026-11-24 03:44:16.250 UTC.
inline constexpr timestamp beginning{milliseconds{1'795'491'856'250}};

[[nodiscard]] sql::parameter named(std::string name, sql::value value);
[[nodiscard]] sql::parameter positional(sql::value value);
[[nodiscard]] inline sql::value text(std::string of) {
    return of;
}
[[nodiscard]] inline sql::value number(std::int64_t of) {
    return of;
}

/// An answer with what tests look at.
struct answer {
    sql::response response;

    /// Numbers of the messages, PRINT's 0 among them.
    [[nodiscard]] std::vector<std::int32_t> numbers() const;
    /// Preconditions: there is one.
    [[nodiscard]] sql::message message(std::size_t position = 0) const;
    /// -1: none was sent.
    [[nodiscard]] std::int32_t status() const;
    [[nodiscard]] std::vector<sql::result_set> sets() const;
    /// Of the first result set.
    [[nodiscard]] std::vector<std::string> columns() const;
    [[nodiscard]] std::size_t rows() const;
    [[nodiscard]] sql::value cell(std::string_view column, std::size_t row = 0) const;
    /// As text; NULL is "NULL".
    [[nodiscard]] std::string shown(std::string_view column, std::size_t row = 0) const;
};

/// Logins: sa (sysadmin), operator, reader, user, nobody; each with the password "secret".
struct lab {
    explicit lab(instance_spec spec = {});

    answer call(std::string_view user, std::string procedure,
                std::vector<sql::parameter> parameters = {});
    /// As operator.
    answer call(std::string procedure, std::vector<sql::parameter> parameters = {}) {
        return call("operator", std::move(procedure), std::move(parameters));
    }
    /// As operator, on one and the same connection.
    answer batch(std::string text);
    answer start(std::string job) { return call("sp_start_job", {named("@job_name", text(job))}); }
    answer activity(std::string job) {
        return call("sp_help_jobactivity", {named("@job_name", text(job))});
    }
    answer history(std::string job) {
        return call("sp_help_jobhistory",
                    {named("@job_name", text(job)), named("@mode", text("FULL"))});
    }
    answer job(std::string job) {
        return call("sp_help_job",
                    {named("@job_name", text(job)), named("@job_aspect", text("JOB"))});
    }
    void pass(milliseconds time) { clock->advance(time); }
    std::unique_ptr<sql::session> log_in(std::string_view user, std::string database = "msdb");

    std::shared_ptr<manual_clock> clock;
    instance server;
    std::unique_ptr<sql::session> own;
};

/// A job of one SSIS step.
[[nodiscard]] job_spec simple_job(std::string name, milliseconds duration = milliseconds{10'000},
                                  run_end ends = run_end::succeeded);
/// With that job, named `load`.
[[nodiscard]] instance_spec one_job();

} // namespace ssislb::sim::test
