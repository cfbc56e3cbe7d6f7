// The rules of a run once more, written for the eye and not for speed: nothing is remembered that
// can be looked up in what happened.
#pragma once

#include <ssislb/scheduler/scheduler.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ssislb::test {

class naive_oracle {
public:
    naive_oracle(parent_package const&, scheduler_options, timestamp begin);

    void happened(run_event const&, timestamp now);
    void passed(timestamp now);

    /// Whether a start there would break no rule now.
    [[nodiscard]] bool may_start(std::size_t task, std::size_t server) const;
    void started(decision::start const&);

    /// The highest priority of the task and of those that depend on it.
    [[nodiscard]] std::int32_t urgency(std::size_t task) const;

    /// What must have been decided since the last call, other than starts and wakes.
    [[nodiscard]] std::vector<run_decision> take_expected();

    /// The next instant at which something may follow from time alone.
    [[nodiscard]] std::optional<timestamp> next_due() const;

    [[nodiscard]] bool all_settled() const;
    [[nodiscard]] bool anything_live() const;
    /// Some server has slots that nobody may have now.
    [[nodiscard]] bool anything_gated() const;
    [[nodiscard]] std::size_t task_count() const { return package_.tasks.size(); }
    [[nodiscard]] std::size_t server_count() const { return package_.servers.size(); }

private:
    enum class sign {
        up,
        down,
        gone,
        forgotten,
        agent_down,
        trouble,
        agent_up,
        drained,
        undrained
    };
    struct server_fact {
        std::size_t server;
        sign what;
        timestamp at;
    };
    /// A server as its facts tell, read from the beginning each time.
    struct server_view {
        bool heard = false;
        bool up = false;
        bool gone = false;
        /// Its breaker is open or half-open.
        bool broken = false;
        bool drained = false;
        int times_up = 0;
        timestamp away_since;
        /// Down, or not heard of, since then; while it is not up.
        timestamp silent_since;
        std::uint32_t troubles = 0;
        milliseconds delay{0};
        /// While the breaker is open.
        std::optional<timestamp> open_until;
        [[nodiscard]] bool available() const { return up && !broken; }
    };
    struct attempt {
        attempt_id id;
        std::size_t server = 0;
        bool intended = false;
        bool doubtful = false;
        bool picked_up = false;
        bool loose = false;
        bool of_earlier_process = false;
        /// Since then it may run.
        std::optional<timestamp> may_run_since;
        std::optional<timestamp> accepted;
        std::optional<stop_reason> stopped;
    };
    struct server_gate {
        std::uint32_t slots = 0;
        std::uint32_t foreign = 0;
        std::uint32_t short_slots = 0;
        std::optional<timestamp> short_until;
        std::optional<timestamp> last_start;
    };
    struct avoidance {
        std::size_t server;
        timestamp until;
        std::optional<int> while_times_up;
    };
    struct end {
        outcome result;
        settle_reason why = settle_reason::attempt;
        bool as_succeeded = false;
    };
    struct task_facts {
        std::optional<attempt> live;
        std::optional<timestamp> ready_since;
        std::optional<timestamp> retry_at;
        std::vector<avoidance> avoids;
        std::set<std::size_t> barred;
        std::set<std::size_t> tried;
        std::optional<end> last;
        std::optional<end> final;
        std::uint32_t number = 0;
        std::uint32_t retries = 0;
        std::uint32_t losses = 0;
        bool skip_requested = false;
    };

    [[nodiscard]] std::optional<timestamp> roll_call_end() const;
    [[nodiscard]] bool answer_awaited_on(std::size_t server) const;
    [[nodiscard]] std::optional<timestamp> lost_at(attempt const&) const;
    void open(server_view&, timestamp at) const;
    [[nodiscard]] server_view look_at(std::size_t server) const;
    [[nodiscard]] bool is_listed(std::size_t task, std::size_t server) const;
    [[nodiscard]] bool counts_for(std::string const& tag, std::size_t task,
                                  std::size_t server) const;
    [[nodiscard]] bool limits_allow(std::size_t task, std::size_t server) const;
    [[nodiscard]] std::uint32_t slots_of(std::size_t server) const;
    [[nodiscard]] std::optional<timestamp> paced_until(std::size_t server) const;
    [[nodiscard]] std::uint32_t pending_on(std::size_t server) const;
    [[nodiscard]] bool in_window(std::size_t server) const;
    [[nodiscard]] bool is_gated(std::size_t server) const;
    void add_openings(std::size_t server, std::vector<timestamp>& to) const;
    [[nodiscard]] bool avoids(std::size_t task, std::size_t server) const;
    [[nodiscard]] bool would_take(std::size_t task, std::size_t server) const;
    [[nodiscard]] std::vector<std::size_t> eligible(std::size_t task) const;
    [[nodiscard]] std::optional<timestamp> patience_end(std::size_t task) const;
    [[nodiscard]] std::optional<bool> holds(precedence_constraint const&) const;
    [[nodiscard]] std::optional<bool> constraints_hold(std::size_t task) const;
    [[nodiscard]] std::vector<timestamp> changes_ahead() const;
    [[nodiscard]] attempt* live(attempt_id);

    [[nodiscard]] static bool is_retried(task const&, failure_class);
    [[nodiscard]] static milliseconds retry_delay(task const&, std::uint32_t retry);

    void note(std::size_t server, sign);
    void resume();
    void take_up(attempt&);
    void disprove(attempt_id);
    void accept(attempt_id);
    void refuse(attempt_id, refusal);
    void finish(attempt_id, outcome result, std::optional<failure_class> = {});
    void lose(attempt_id);
    void lose_all_on(std::size_t server);
    void stop(attempt&, stop_reason);
    void settle(std::size_t task, end);
    void skip(std::size_t task, skip_reason, bool as_succeeded = false);
    void give_up(std::size_t task);
    void close(skip_reason);
    void follow();
    bool follow_one(std::size_t task);
    bool controlled(run_event const&);
    bool loaded(run_event const&);
    bool follow_ready(std::size_t task);

    parent_package package_;
    scheduler_options options_;
    timestamp clock_;
    timestamp begin_;
    std::vector<task_facts> tasks_;
    std::vector<server_fact> server_facts_;
    std::vector<server_gate> gates_;
    bool paused_ = false;
    /// Nobody looks after the run now.
    bool dead_ = false;
    /// When patience was last begun anew for all.
    std::optional<timestamp> continued_;
    timestamp roll_called_;
    std::optional<skip_reason> closed_;
    bool stop_all_ = false;
    bool cancel_counts_ = false;
    bool finish_told_ = false;
    std::vector<run_decision> expected_;
};

} // namespace ssislb::test
