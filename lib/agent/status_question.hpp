// In which form a server is asked for the state of the jobs that are waited for. Pure.
#pragma once

#include "agent/changes_query.hpp"
#include "agent/msdb_calls.hpp"
#include "agent/server_request.hpp"

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/tds/result.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

namespace ssislb::detail {

/// One round trip whatever the number of jobs:
/// * the activity of all jobs of the server,
/// * a batch of calls for one job each, where the server has many that are not ours,
/// * the rows of msdb's table that have changed, where the login may read it,
/// * our rows of it, once one of them has changed: the server waits for that.
class status_question {
public:
    enum class form { all_jobs, job_by_job, changed_rows, awaited_change };

    /// How long the server may hold an answer back, and how often it looks meanwhile.
    struct server_wait {
        milliseconds longest{0};
        milliseconds look{0};
    };

    struct need {
        /// So many jobs are of interest; 0: all of them.
        std::size_t count = 0;
        /// Gives them, if that is needed; each is asked for once.
        std::function<std::vector<guid>()> list;
        /// Some row must be seen even if it has not changed.
        bool any_row = true;
        /// Somebody wants to know what the server's clock shows. Only with `any_row`.
        bool time_too = false;
        bool may_read_tables = false;
        /// None: it is to answer at once.
        std::optional<server_wait> may_wait{};
        /// The server's, nearly.
        server_time now{};
        /// Differs from one connection to the next.
        std::uint64_t connection = 1;
    };
    [[nodiscard]] std::variant<tds::rpc, tds::batch> put(need const&);

    /// Whether rows can be read from the answer. A job that is gone says so in the midst of a
    /// batch, which is no reason to throw away what the others say.
    [[nodiscard]] bool is_answered(error_code const&) const noexcept;

    /// What came of it, to choose the next form by. Not after an error, but for those of
    /// is_answered.
    void learn(tds::result const&);

    /// There was no answer. A server that will not say what has changed is asked so no more.
    void refused(error_code const&);

    [[nodiscard]] form last() const noexcept { return last_; }
    /// What the answer does not show is as it was.
    [[nodiscard]] bool shows_changes_only() const noexcept {
        return last_ == form::changed_rows || last_ == form::awaited_change;
    }

    /// The next question, put now, is one that the server answers when there is something new.
    [[nodiscard]] bool would_wait(need const& wanted) const {
        return choose(wanted) == form::awaited_change && !wanted.any_row;
    }

private:
    [[nodiscard]] form choose(need const&) const;
    [[nodiscard]] tds::batch await_change(need const&);
    void learn_changes(tds::result const&);
    void learn_awaited(tds::result const&);

    form last_ = form::all_jobs;
    std::size_t asked_ = 0;
    /// As of the last answer that had all jobs.
    std::size_t jobs_there_ = 0;
    bool look_at_all_ = true;
    bool tables_refused_ = false;
    int polls_of_changes_ = 0;
    changes_query changes_;
    /// All rows, last; what came of it is not known before the answer.
    server_time asked_at_{};
    std::optional<std::int32_t> session_;
    /// The jobs whose change was awaited last, sorted, and how they were then.
    std::vector<guid> awaited_;
    activity_tally tally_;
};

} // namespace ssislb::detail
