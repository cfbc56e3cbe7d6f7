// The rules of a run over its tables: what each event means, and what follows.
#pragma once

#include "scheduler/duration_model.hpp"
#include "scheduler/opening_hours.hpp"
#include "scheduler/precedence.hpp"
#include "scheduler/run_state.hpp"
#include "scheduler/task_rules.hpp"
#include "scheduler/timer_queue.hpp"

#include <ssislb/model/decision.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/scheduler/scheduler.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace ssislb::detail {

class machine {
public:
    machine(parent_package const&, std::unique_ptr<placement_policy>, duration_estimates,
            scheduler_options);

    void feed(run_event const&, timestamp now);
    [[nodiscard]] std::vector<run_decision> decide(timestamp now);
    [[nodiscard]] std::vector<run_decision> consequences(timestamp now);

    [[nodiscard]] run_state const& state() const noexcept { return state_; }
    [[nodiscard]] duration_estimates const& estimates() const noexcept {
        return durations_.estimates();
    }
    [[nodiscard]] bool paused() const noexcept { return paused_; }
    [[nodiscard]] bool finished() const noexcept;
    [[nodiscard]] outcome result() const noexcept;

private:
    // Events (machine_events.cpp).
    void apply(event::run_started const&) {}
    void apply(event::run_resumed const&);
    void apply(event::server_up const&);
    void apply(event::server_down const&);
    void apply(event::tasks_barred const&);
    void apply(event::history_read const&);
    void apply(event::server_drained const&);
    void apply(event::server_undrained const&);
    void apply(event::server_limited const&);
    void apply(event::foreign_load const&);
    void apply(event::threads_short const&);
    void apply(event::task_skip_requested const&);
    void apply(event::run_paused const&);
    void apply(event::run_continued const&);
    void apply(event::start_decided const&);
    void apply(event::start_intended const&);
    void apply(event::start_accepted const&);
    void apply(event::start_refused const&);
    void apply(event::start_in_doubt const&);
    void apply(event::start_disproved const&);
    void apply(event::job_started const&);
    void apply(event::job_finished const&);
    void apply(event::attempt_lost const&);
    void apply(event::cancel_requested const&);
    void apply(event::tick const&) {}

    void note_duration(task_id, attempt_record const& ended);

    // Resuming (machine_resume.cpp).
    void bring_back(attempt_id, server_id);
    void drop_requests();
    void let_go(attempt_id);
    void take_up(attempt_id);
    [[nodiscard]] std::vector<attempt_id> live_attempts() const;

    // Attempts (machine_attempts.cpp).
    [[nodiscard]] attempt_record* find_live(attempt_id) noexcept;
    [[nodiscard]] attempt_record* find_starting(attempt_id) noexcept;
    void accept(attempt_id);
    void refuse(attempt_id, refusal);
    void note_refusal(task_id, server_id, refusal);
    void end(attempt_id, judgement);
    void lose(attempt_id);
    void lose_all_on(server_id);
    void request_stop(attempt_id, stop_reason);
    void note_trouble(server_id);
    void watch_breaker(server_id);
    [[nodiscard]] std::optional<timestamp> next_attempt_at(task_id, judgement);

    // Losing servers (machine_loss.cpp).
    void watch_loss(attempt_id);
    void watch_losses_on(server_id);

    // Settling (machine_settling.cpp).
    void make_ready(task_id);
    void settle(task_id, judgement);
    void skip(task_id, skip_reason);
    void settle_without_server(task_id, settle_reason);
    void review_servers_of(task_id);
    void review_ready();
    void propagate();
    void follow_constraints(task_id);
    void close(skip_reason);
    void give_up(task_id);

    // Time (machine_timers.cpp).
    void advance(timestamp now);
    void begin(timestamp now);
    void fire(timer const&);
    void turn_window(server_id);
    void watch_pace(server_id);
    [[nodiscard]] bool is_live(timer const&) const noexcept;
    [[nodiscard]] std::optional<timestamp> next_instant();
    void watch_patience(timestamp at);
    void tighten_patience();

    [[nodiscard]] bool calls_the_roll();
    void place(std::vector<run_decision>& out);
    [[nodiscard]] bool is_stale(run_decision const&) const noexcept;

    scheduler_options options_;
    std::unique_ptr<placement_policy> policy_;
    std::vector<task_rules> rules_;
    /// By server.
    std::vector<opening_hours> hours_;
    parent_package package_;
    duration_model durations_;
    std::uint32_t error_limit_;
    /// Durations have become known since the tasks were ranked.
    bool ranks_are_old_ = false;
    run_state state_;
    precedence precedence_;
    timer_queue timers_;

    std::optional<timestamp> now_;
    /// No patience ends before this instant.
    std::optional<timestamp> patience_at_;
    bool paused_ = false;
    /// The time that passes now is one in which no process has looked after the run.
    bool dead_time_ = false;
    /// No patience is counted from before this instant.
    timestamp continued_at_ = timestamp::min();
    /// True if patience_at_ may be much too early.
    bool patience_is_loose_ = false;
    /// Nothing is placed before this instant, unless all servers have been heard of.
    std::optional<timestamp> roll_call_until_;
    /// The policy wants to be asked again.
    std::optional<timestamp> review_at_;
    std::optional<timestamp> told_wake_;
    /// Why nothing more is started, if so.
    std::optional<skip_reason> closed_;
    bool stop_all_ = false;
    bool cancel_took_effect_ = false;
    bool told_finish_ = false;
    std::deque<task_id> ended_;
    std::vector<run_decision> out_;
};

} // namespace ssislb::detail
