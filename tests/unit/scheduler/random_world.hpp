// A world of unreliable servers around a scheduler that dies now and then, in virtual time, watched
// by the oracle.
#pragma once

#include "naive_oracle.hpp"
#include "random_source.hpp"
#include "replay.hpp"

#include <ssislb/scheduler/scheduler.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::test {

/// Everything a run did, so that it can be played again.
struct played_run {
    std::vector<played_step> steps;
    std::vector<std::string> decisions;
};

class random_world {
public:
    random_world(std::uint64_t seed, tried_policy);

    /// Plays the run to its end. Each violation of a rule fails the running test.
    played_run play();

    [[nodiscard]] parent_package const& package() const { return package_; }
    [[nodiscard]] scheduler_options const& options() const { return options_; }

private:
    void plan_trouble();
    void plan_trouble_of(server_id);
    void plan_control();
    void plan_load();
    void plan_deaths();
    void plan_calm();

    void move_on();
    void meet(run_event const&);
    void die_and_resume();
    void forget_attempts();
    void feed(run_event const&);
    void decide();
    void check_told(std::vector<run_decision> const&);
    void check_decisions(std::vector<run_decision> const&);
    void check_nothing_left_behind() const;
    void check_wake() const;

    void answer(run_decision const&);
    void answer_start(attempt_id);
    void answer_accepted(attempt_id);
    void answer_confirm(attempt_id);
    void later(std::uint32_t at_most_ms, run_event const&);
    [[nodiscard]] bool is_calm() const;
    [[nodiscard]] attempt_result random_result();
    [[nodiscard]] server_id any_server();
    [[nodiscard]] task_id any_task();

    random_source random_;
    tried_policy policy_;
    parent_package package_;
    scheduler_options options_;
    timestamp now_;
    scheduler machine_;
    naive_oracle oracle_;
    std::multimap<timestamp, run_event> agenda_;
    std::optional<timestamp> wake_;
    bool finished_ = false;
    played_run played_;
    /// All ends that were told, also by machines that are dead.
    std::vector<std::string> ends_;
};

} // namespace ssislb::test
