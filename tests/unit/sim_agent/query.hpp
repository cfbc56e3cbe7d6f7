// Queries on the tables of msdb, asked by a login that may read them.
#pragma once

#include "fixture.hpp"
#include "sim/sql/conversion.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace ssislb::sim::test {

/// With one more login, `watcher`: an operator that reads msdb.
[[nodiscard]] inline instance_spec watched(instance_spec spec) {
    login_spec watcher{.user = "watcher", .password = "secret"};
    watcher.reads_msdb = true;
    spec.logins.push_back(std::move(watcher));
    return spec;
}

/// On a new connection to msdb.
[[nodiscard]] inline answer query(lab& lab, std::string text, std::string_view user = "watcher") {
    return {lab.log_in(user)->execute(sql::batch{std::move(text)})};
}

/// The cells of the first result set, `|` between columns and `;` between rows.
[[nodiscard]] inline std::string table_of(answer const& of) {
    std::string result;
    auto const set = of.sets().at(0);
    for (auto const& row : set.rows) {
        result += result.empty() ? "" : ";";
        for (std::size_t at = 0; at < row.size(); ++at) {
            result += at == 0 ? "" : "|";
            result += sql::is_null(row[at]) ? "NULL" : sql::to_text(row[at]);
        }
    }
    return result;
}

/// Four jobs `a` to `d`; a has run and succeeded, b has failed, c runs, d never ran.
[[nodiscard]] inline instance_spec four_jobs() {
    instance_spec spec;
    spec.name = "ETL01";
    spec.delays.pickup = milliseconds{0};
    spec.jobs.push_back(simple_job("a", milliseconds{1000}));
    spec.jobs.push_back(simple_job("b", milliseconds{2000}, run_end::failed));
    spec.jobs.push_back(simple_job("c", std::chrono::hours{1}));
    spec.jobs.push_back(simple_job("d"));
    return watched(std::move(spec));
}

struct busy_lab : lab {
    busy_lab()
        : lab{four_jobs()} {
        for (auto const* const job : {"a", "b", "c"})
            server.start_job(job);
        pass(std::chrono::seconds{10});
    }
};

} // namespace ssislb::sim::test
