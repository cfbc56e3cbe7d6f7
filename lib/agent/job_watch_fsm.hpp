// Follows one run of a job from its accepted start to its true outcome. Pure.
#pragma once

#include "agent/packed_time.hpp"
#include "agent/run_history.hpp"
#include "agent/run_ownership.hpp"
#include "agent/sighting.hpp"

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/job_run.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/model/event.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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
    /// Read the server's clock, then on_time.
    ask_time,
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
/// ours, and it runs a job once at a time. But for these:
/// * what was requested later than a start of ours can have been is somebody else's,
/// * where it is known when our run began, the one that began then is ours,
/// * a start in doubt may not have happened: what is told to have been invoked by somebody else is
///   no run of ours.
class job_watch_fsm {
public:
    /// `window`: how long after the mark a start of ours can have been requested.
    explicit job_watch_fsm(job_mark const& before, milliseconds window = milliseconds::max());

    /// Before it is fed: our run began then.
    void know_start(server_time) noexcept;
    /// Before it is fed: the start was never acknowledged. `login` is ours there; empty: not known.
    void doubt_start(std::string login);

    [[nodiscard]] watch_verdict on_activity(sighting const&);
    /// None: the session or the job's row in it is gone.
    [[nodiscard]] watch_verdict on_old_session(std::optional<job_activity> const&);
    /// None: the job is gone, or hidden from the login.
    [[nodiscard]] watch_verdict on_job(std::optional<agent_job> const&);
    [[nodiscard]] watch_verdict on_history(std::vector<job_history_row> rows);
    [[nodiscard]] watch_verdict on_last_run(std::optional<last_run> const&);
    /// None: it was not told.
    [[nodiscard]] watch_verdict on_time(std::optional<server_time> now);

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
    [[nodiscard]] watch_verdict nothing_left();
    [[nodiscard]] watch_verdict nothing_before(job_activity const& later);
    [[nodiscard]] watch_verdict finish_with(run_history const&, job_history_row const&);
    [[nodiscard]] watch_verdict finish_without_history(job_activity const& end);
    [[nodiscard]] watch_verdict idle_without_history();
    [[nodiscard]] watch_verdict disproved_by(run_history const&);
    /// What an outcome's message says of a start in doubt; of others, nothing.
    [[nodiscard]] bool is_disproved(std::string_view message) const;
    [[nodiscard]] run_ownership ownership() const;
    [[nodiscard]] job_history_row const* find_outcome(run_history const&);
    [[nodiscard]] job_history_row const* find_first_outcome(run_history const&);
    [[nodiscard]] job_history_row const* begun_as_seen(run_history const&);
    /// The run that was over when the later one was requested: the first one, so ours.
    [[nodiscard]] job_history_row const* run_before(job_activity const& later,
                                                    run_history const&) const;
    [[nodiscard]] watch_verdict verdict(watch_step);
    [[nodiscard]] watch_verdict lost(error_code reason);

    [[nodiscard]] bool has_ended(job_activity const&) const;
    [[nodiscard]] bool is_ours(job_activity const&) const;
    [[nodiscard]] bool is_in_time(job_activity const&) const;
    /// A look at the row tells our run from others.
    [[nodiscard]] bool knows_run() const noexcept { return seen_ || start_known_; }

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
    packed_time marked_at_;
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
    bool start_known_ = false;
    /// In milliseconds.
    std::uint32_t window_;
    /// Our login, if the start is in doubt.
    std::unique_ptr<std::string const> doubted_;
    std::unique_ptr<findings> findings_;
};

} // namespace ssislb::detail
