// A server and its Agent: jobs, sessions, activity and history, as a client can come to see them.
#pragma once

#include "chance.hpp"
#include "instance_rows.hpp"
#include "timeline.hpp"
#include "truth.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace ssislb::simulation {

/// State and rules alone; whoever speaks to it goes through a desk. Entries of the timeline refer
/// to it: it is needed as long as that.
class instance final : private occurrence {
public:
    instance(timeline&, truth&, std::uint32_t number, instance_habits, std::vector<job_habits>,
             chance);

    // What a person, a schedule or a client asks of the Agent.
    [[nodiscard]] start_answer start(std::uint32_t job, requester, intent_number = no_intent);
    /// False: refused, it does not run.
    [[nodiscard]] bool stop(std::uint32_t job);

    // What befalls it.
    void crash_server();
    void start_server();
    void crash_agent();
    /// In order: what runs is stopped and written down as canceled.
    void shut_agent_down();
    void start_agent();
    void set_clock(milliseconds by) { clock_offset_ += by.count(); }
    void trim_history(std::uint32_t job) { trim(job, 0); }

    // What can be seen.
    [[nodiscard]] bool serves() const noexcept { return serves_; }
    /// Another one for each time that the server was up.
    [[nodiscard]] std::uint32_t epoch() const noexcept { return epoch_; }
    [[nodiscard]] agent_state agent() const noexcept { return agent_; }
    [[nodiscard]] server_time clock() const noexcept;
    [[nodiscard]] std::int32_t session() const noexcept { return sessions_.back().number; }
    /// Null: no such session or no such job in it.
    [[nodiscard]] activity_row const* activity(std::uint32_t job, std::int32_t session) const;
    [[nodiscard]] job_record const& job(std::uint32_t number) const { return jobs_[number]; }
    [[nodiscard]] std::uint32_t jobs() const noexcept {
        return static_cast<std::uint32_t>(jobs_.size());
    }
    [[nodiscard]] bool has_job(std::uint32_t job) const { return job_habits_[job].exists; }
    [[nodiscard]] bool has_target(std::uint32_t job) const { return job_habits_[job].has_target; }
    [[nodiscard]] bool is_enabled(std::uint32_t job) const { return job_habits_[job].enabled; }
    [[nodiscard]] bool is_suspended(std::uint32_t job) const { return job_habits_[job].suspended; }
    [[nodiscard]] std::int32_t newest_history() const noexcept { return last_history_; }
    [[nodiscard]] true_run const& run(run_number number) const { return truth_[number]; }
    [[nodiscard]] instance_habits const& habits() const noexcept { return habits_; }
    [[nodiscard]] std::uint32_t number() const noexcept { return number_; }

private:
    enum class step : std::uint8_t { record, pick_up, end, stop, finish, publish, agent_ready };
    struct session_rows {
        std::int32_t number;
        std::vector<activity_row> rows;
    };

    bool occur(std::uint64_t tag) override;
    void plan(step, run_number, instant delay);
    [[nodiscard]] bool is_current(run_number) const;
    void record(run_number);
    void pick_up(run_number);
    void execute(run_number);
    void complete(run_number, run_end);
    void finish(run_number);
    void publish(run_number);
    void free_thread();
    void kill_runs();
    void begin_session(std::int32_t after);
    void write_history(run_number);
    void trim(std::uint32_t job, std::size_t limit);
    [[nodiscard]] activity_row& row_of(std::uint32_t job) { return sessions_.back().rows[job]; }
    [[nodiscard]] server_time exact() const noexcept;
    [[nodiscard]] instant drawn(instant most) { return most > 0 ? chance_.between(0, most) : 0; }

    timeline& line_;
    truth& truth_;
    std::uint32_t number_;
    instance_habits habits_;
    std::vector<job_habits> job_habits_;
    chance chance_;
    std::vector<job_record> jobs_;
    std::vector<session_rows> sessions_;
    /// Runs that wait for a thread.
    std::vector<run_number> queue_;
    std::uint32_t working_ = 0;
    std::int32_t last_history_ = 0;
    std::int64_t clock_offset_;
    std::uint32_t epoch_ = 1;
    /// The Agent's how many-th life; what was planned in an earlier one does not come.
    std::uint32_t agent_life_ = 0;
    bool serves_ = true;
    agent_state agent_ = agent_state::running;
};

} // namespace ssislb::simulation
