// The state machine of a run: events in, decisions out. No I/O, no clock, no threads.
#pragma once

#include <ssislb/base/local_time.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/model/decision.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/placement_policy.hpp>
#include <ssislb/scheduler/status.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace ssislb {

namespace detail {
class machine;
}

struct scheduler_options {
    /// How long a task leaves a server alone where its job was busy.
    milliseconds busy_delay = std::chrono::seconds(5);
    /// So many starts in a row that come to nothing on a server open its breaker; at least 1 is
    /// taken.
    std::uint32_t breaker_threshold = 3;
    /// How long a server gets no starts once its breaker is open. Each time that it opens again the
    /// delay doubles, up to a limit.
    milliseconds agent_down_delay = std::chrono::seconds(30);
    milliseconds breaker_delay_max = std::chrono::minutes(10);
    /// How long the server of an attempt may be away before the attempt is given up. For a
    /// restartable task its server_loss_timeout counts, but not less than the other one here.
    milliseconds give_up_lost = std::chrono::minutes(5);
    milliseconds least_loss_timeout{0};
    /// How long a ready task waits while every server that may run it is away.
    milliseconds patience = std::chrono::minutes(5);
    /// How long a task leaves a server alone after a passing trouble there.
    milliseconds transient_delay = std::chrono::seconds(5);
    /// How long a server gets no more starts after jobs there were found to wait for threads.
    milliseconds shortage_delay = std::chrono::minutes(1);
    /// In which the plan's times of day are meant.
    local_zone zone{};
    /// How long nothing is started at the beginning of the run while there are servers of which
    /// nothing has been heard: whoever answers first need not be the best.
    milliseconds roll_call{0};
    /// How often a restartable task is started again after attempts with unknown ends.
    std::uint32_t max_restarts = 3;
};

/// Runs one parent package: the same machine for a real run, a resumed one, a forecast, a test.
///
/// Use: feed what happened, then call decide once and carry out what it says; feed start_decided
/// for each start decision before any other event, with the instant of the decision, then what
/// became of it. A start decision takes its slot at once. The run begins at the instant of the
/// first call.
///
/// **Events alone make the state**; decide adds starts only. Timers take effect at their own
/// instants, however late they are looked at, so ticks leave no trace. A machine that is fed the
/// recorded events (ticks may be left out) with their instants is in the state of the one that
/// recorded them, and has the same ends of attempts and tasks among its consequences, in the same
/// order. So a run is resumed by calling feed and consequences for each event, then feeding
/// run_resumed; what must be done outside is told again from there on. Decisions not yet asked for
/// are kept until they are. A policy that keeps a state of its own begins anew.
///
/// What run_resumed means:
/// * Of servers that are not gone nothing is known until they are reported again: they are unheard
///   and unavailable, the roll is called once more, patience counts from now. Whoever was barred
///   may be barred again. Drains, limits, skips, a pause, a cancel, retries and their delays stay.
/// * Since the event before it nobody has looked after the run: no patience ends in that time, and
///   no attempt is given up. Delays and timeouts go on.
/// * An attempt that was decided and not intended was never sent: it is as if it had never been,
///   and its task is ready without a delay.
/// * One that was intended is in doubt; one that was accepted goes on. Nobody waits for them: they
///   are *loose*, and nothing is told of them until their server is reported up. Then it is told
///   to confirm those in doubt, to reattach the others, and to stop what was being stopped or has
///   passed its timeout meanwhile. After a final server_down they are unknown like all others.
///
/// start_disproved takes an attempt back, also one that was accepted: it costs no retry and does
/// not count as started. Its job was busy there, so its task leaves the server alone for
/// busy_delay; it is ready again, with new patience.
///
/// An event that says nothing new is ignored: of an attempt that has ended or never was, of a task
/// or server that the package does not have, after the last task is settled.
///
/// Rules beyond those of the plan file:
/// * A task completes when it is settled and not skipped; a disabled one counts as succeeded.
/// * Where `outcome_from` is the package, a job that did not succeed has the last word: a package
///   is not good whose job failed or was canceled.
/// * A refused start costs no retry. Attempt numbers rise and are never used again.
/// * A start takes its slot, its mutexes and its shares of the tags' limits at once, or it is not
///   decided. They are held until the attempt is refused, has ended or is lost, although the job
///   of a lost one may still run. An attempt that start_decided or start_intended brings back takes
///   them whatever the limits say.
/// * Of ready tasks the more urgent go first; a task is as urgent as the highest priority of its
///   own and of all that depend on it. A task that waits for a mutex or a tag keeps no slot.
/// * A retry or a restart goes to a server not yet tried, as long as such a one accepts work and
///   the task has no delay there; else to any.
/// * A server's *breaker* opens at once when its Agent is found down, and when breaker_threshold
///   starts in a row have come to nothing there: refused as not sent (also when they were in doubt)
///   or for a passing reason, or their attempts were lost. It stays open for agent_down_delay;
///   then it is half-open: a start goes there only while no other is waiting for its answer. What
///   fails then opens it again for twice as long, up to breaker_delay_max; what fails while it is
///   open was started before and changes nothing. It is closed by a start that is accepted, by
///   busy, and by server_up. Attempts of before a resume do not count.
/// * A server is *available* while it is up and its breaker closed, for whatever reason it opened:
///   so a run ends also where the only server of a task refuses every start. Full, busy and drained
///   servers are available.
/// * An attempt that is in doubt or accepted while its server is down, or not heard of since a
///   resume, is lost when the server has stayed away for give_up_lost, or for the task's
///   server_loss_timeout if it is restartable. Its end is then unknown, whatever is told of it
///   later.
/// * A ready task is settled with no_available_server when `patience` has passed since the latest
///   of three instants: it became ready; the last of its servers became unavailable; a pause ended.
/// * A ready task whose servers are all barred or gone is settled with no_eligible_server at once.
/// * In both cases the outcome is that of its last attempt, or failed if there was none.
/// * What we stopped ends failed (timed_out) or canceled (run_canceled), unless it succeeded
///   before the stop reached it or its end is unknown.
/// * After a final server_down its attempts are unknown, except starts not yet intended.
/// * A task of which task_skip_requested is told is skipped (`requested`) when its constraints
///   hold, at once where they do already, and counts as succeeded like a disabled one. The event
///   means nothing for a task with a live attempt.
/// * While the run is paused nothing is started, and no patience ends: it is counted again from
///   run_continued on. Timeouts, delays of retries, skips and ends go on as ever; a run whose tasks
///   are all settled finishes.
/// * server_limited below the slots that are held stops nothing; server_limited to 0 is ignored.
/// * Once the run is canceled or the error limit is reached, a task that waits for a retry is
///   settled with its last outcome.
/// * The run is canceled if cancel_requested skipped a task, dropped an attempt or stopped one;
///   else failed if a task ended failed, canceled or unknown; else succeeded.
///
/// Cost: an event touches its own task and successors; a decision scans ready tasks only while a
/// slot is free.
///
/// Thread safety: distinct objects are safe, a shared object is not.
class scheduler {
public:
    /// Copies the package; its tasks are thought to last as the plan expects, until histories and
    /// ends of attempts tell otherwise.
    ///
    /// Preconditions: validate(package) is empty; the policy is not null.
    scheduler(parent_package const&, std::unique_ptr<placement_policy>, scheduler_options = {});
    /// The same by other estimates, made for this package.
    scheduler(parent_package const&, std::unique_ptr<placement_policy>, duration_estimates,
              scheduler_options = {});

    scheduler(scheduler&&) noexcept;
    scheduler& operator=(scheduler&&) noexcept;
    ~scheduler();

    /// Tells what happened at `now`. An instant before an earlier call's counts as that one.
    void feed(run_event const&, timestamp now);

    /// All that follows from the events so far, in order. `finish` comes once, as the last
    /// decision ever. A `wake` comes whenever the next instant at which something may change on
    /// its own is another than the last one told.
    [[nodiscard]] std::vector<run_decision> decide(timestamp now);

    /// The same without starts, wake and finish: what follows from events that are replayed. What
    /// it tells to stop, to confirm or to reattach was told before, to a process that is gone.
    [[nodiscard]] std::vector<run_decision> consequences(timestamp now);

    /// Preconditions: the id is one of the package.
    [[nodiscard]] task_status status(task_id) const;
    [[nodiscard]] server_status status(server_id) const;

    /// How long tasks are thought to last, and how quick servers are, by what plan, histories and
    /// this run tell. Valid until the next event.
    [[nodiscard]] duration_estimates const& estimates() const;

    [[nodiscard]] run_counts counts() const;

    [[nodiscard]] bool paused() const;

    /// True when every task is settled.
    [[nodiscard]] bool finished() const;

    /// The outcome of the run, once finished.
    [[nodiscard]] std::optional<outcome> result() const;

private:
    std::unique_ptr<detail::machine> machine_;
};

} // namespace ssislb
