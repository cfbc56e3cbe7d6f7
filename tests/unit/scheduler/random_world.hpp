// A world of unreliable servers around a scheduler, in virtual time, watched by the oracle.
#pragma once

#include "naive_oracle.hpp"
#include "random_source.hpp"

#include <ssislb/scheduler/scheduler.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace ssislb::test {

/// An event that was fed, or a moment at which decisions were asked for.
struct played_step {
    timestamp at;
    std::optional<run_event> fed;
    /// A journal has it.
    bool recorded = false;
};

/// Everything a run did, so that it can be played again.
struct played_run {
    std::vector<played_step> steps;
    std::vector<std::string> decisions;
};

/// A new scheduler that has been told all that was recorded in these steps.
[[nodiscard]] scheduler replay(parent_package const&, std::unique_ptr<placement_policy>,
                               scheduler_options, std::span<played_step const>);

/// A policy, and whether it may leave what could be started.
struct tried_policy {
    char const* name;
    std::unique_ptr<placement_policy> (*make)(parent_package const&);
    bool may_wait = false;
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
    void plan_calm();

    void move_on();
    void crash();
    void feed(run_event const&);
    void decide();
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
    parent_package package_;
    scheduler_options options_;
    tried_policy policy_;
    /// How often the process that looks after the run dies at most.
    std::uint32_t crashes_left_;
    timestamp now_;
    scheduler machine_;
    naive_oracle oracle_;
    std::multimap<timestamp, run_event> agenda_;
    std::optional<timestamp> wake_;
    std::set<attempt_id> decided_;
    bool finished_ = false;
    played_run played_;
};

} // namespace ssislb::test
