// Follows one run of a job from its accepted start to its true outcome. Pure.
#pragma once

#include "agent/packed_time.hpp"
#include "agent/run_history.hpp"
#include "agent/sighting.hpp"

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/job_run.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/model/event.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ssislb::detail {

/// When a job ran last and what came of it (sp_help_jobserver, sp_help_job): no proof alone.
struct last_run {
    std::optional<server_time> started;
    outcome result = outcome::unknown;
    milliseconds duration{0};
    std::string message;
};

/// What the shell does next.
enum class watch_step {
    /// Nothing; feed the next snapshot.
    keep_waiting,
    /// Read the job's activity of `session()`, then on_old_session.
    ask_old_session,
    /// Read the job's state, then on_job.
    ask_job,
    /// Read the job's history, then on_history.
    read_history,
    /// Read when the job ran last, then on_last_run.
    ask_last_run,
    /// The run has ended: take_run.
    finished,
    /// The outcome will never be known; the reason tells why.
    lost,
};

struct watch_verdict {
    watch_step next = watch_step::keep_waiting;
    /// The run was seen to have been picked up; given once.
    std::optional<server_time> started;
    error_code reason;
};

/// Rows of the server in, the next step out. It has no clock and asks nothing itself. A question
/// that failed may be dropped: the next snapshot leads to it again.
///
/// The first run after the mark is ours: the start was accepted, so the Agent has a request of
/// ours, and it runs a job once at a time.
class job_watch_fsm {
public:
    explicit job_watch_fsm(job_mark const& before);

    [[nodiscard]] watch_verdict on_activity(sighting const&);
    /// None: the session or the job's row in it is gone.
    [[nodiscard]] watch_verdict on_old_session(std::optional<job_activity> const&);
    /// None: the job is gone, or hidden from the login.
    [[nodiscard]] watch_verdict on_job(std::optional<agent_job> const&);
    [[nodiscard]] watch_verdict on_history(std::vector<job_history_row> rows);
    [[nodiscard]] watch_verdict on_last_run(std::optional<last_run> const&);

    [[nodiscard]] guid const& job() const noexcept { return job_; }

    /// The Agent session in which the run lives, as far as is known.
    [[nodiscard]] std::int32_t session() const noexcept { return session_; }

    /// Nothing of ours is to be seen: it will come, or it was lost with an Agent that died or a
    /// msdb that was restored. Only time can tell.
    [[nodiscard]] bool is_in_the_dark() const noexcept { return in_the_dark_; }

    /// A question is open, or the next look matters even if it shows the same as this one.
    [[nodiscard]] bool is_unsettled() const noexcept { return in_the_dark_ || findings_; }

    /// The run was requested and has not been seen to be over.
    [[nodiscard]] bool should_run() const noexcept { return seen_; }
    /// As the server has it; none: not seen to have been picked up.
    [[nodiscard]] std::optional<server_time> started() const noexcept { return started_; }

    /// After `finished`: all but the package's outcome, which needs the steps.
    [[nodiscard]] job_run take_run();

private:
    [[nodiscard]] watch_verdict follow(job_activity const&);
    [[nodiscard]] watch_verdict overtaken_by(job_activity const&);
    [[nodiscard]] watch_verdict finish_with(run_history const&, job_history_row const&);
    [[nodiscard]] watch_verdict finish_without_history(job_activity const& end);
    [[nodiscard]] watch_verdict idle_without_history();
    [[nodiscard]] job_history_row const* find_outcome(run_history const&);
    [[nodiscard]] job_history_row const* begun_as_seen(run_history const&);
    /// The run that was over when the later one was requested: the first one, so ours.
    [[nodiscard]] job_history_row const* run_before(job_activity const& later,
                                                    run_history const&) const;
    [[nodiscard]] watch_verdict verdict(watch_step);
    [[nodiscard]] watch_verdict lost(error_code reason);

    [[nodiscard]] bool has_ended(job_activity const&) const;
    [[nodiscard]] bool is_ours(job_activity const&) const;

    /// What questions have brought to light. A run that goes its way needs none of it, and there
    /// may be a hundred thousand of those.
    struct findings {
        /// A session that began after the mark's, and the job's row in it.
        std::int32_t new_session = 0;
        std::optional<job_activity> in_new_session;
        /// Our row with its end.
        std::optional<job_activity> end;
        /// A later run has taken the row over, so ours is over.
        std::optional<job_activity> overtaker;
        error_code loss = agent_errc::outcome_lost;
        /// Without activity: the job's state when it was asked last.
        std::optional<agent_job> job;
        std::optional<agent_job> running_job;
        int idle_polls = 0;
        job_run run;
    };
    [[nodiscard]] findings& found();
    void forget_row();

    [[nodiscard]] job_mark mark() const noexcept;

    // Of the mark, in part. Members of a size stand together: they leave no gaps.
    guid job_;
    packed_time marked_request_;
    /// The activity has shown our run, requested then.
    packed_time requested_;
    packed_time started_;
    std::int32_t marked_session_;
    std::int32_t marked_history_;
    /// Agent session in which the run lives; 0: not known.
    std::int32_t session_;
    bool seen_ = false;
    bool told_started_ = false;
    bool in_the_dark_ = false;
    std::unique_ptr<findings> findings_;
};

} // namespace ssislb::detail
