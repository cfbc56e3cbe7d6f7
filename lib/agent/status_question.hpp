// In which form a server is asked for the state of the jobs that are waited for. Pure.
#pragma once

#include "agent/activity_snapshot.hpp"
#include "agent/server_request.hpp"

#include <ssislb/base/guid.hpp>

#include <cstddef>
#include <functional>
#include <variant>
#include <vector>

namespace ssislb::detail {

/// One round trip whatever the number of jobs: the activity of all jobs of the server, or a batch
/// of calls for one job each where the server has many that are not ours.
class status_question {
public:
    enum class form { all_jobs, job_by_job };

    /// `count` of jobs are of interest, 0: all of them. `list` gives them, if that is needed; each
    /// is asked for once.
    [[nodiscard]] std::variant<tds::rpc, tds::batch>
    put(std::size_t count, std::function<std::vector<guid>()> const& list);

    /// Whether rows can be read from the answer. A job that is gone says so in the midst of a
    /// batch, which is no reason to throw away what the others say.
    [[nodiscard]] bool is_answered(error_code const&) const noexcept;

    /// What came of it, to choose the next form by.
    void learn(activity_snapshot const&);

private:
    /// A result set of its own costs about as much as so many rows.
    static constexpr std::size_t rows_per_call = 8;

    form last_ = form::all_jobs;
    std::size_t asked_ = 0;
    /// As of the last answer that had all jobs.
    std::size_t jobs_there_ = 0;
    bool one_was_missing_ = false;
};

} // namespace ssislb::detail
