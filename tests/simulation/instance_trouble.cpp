// What befalls a server and its Agent.
#include "instance.hpp"

#include <chrono>

namespace ssislb::simulation {

void instance::crash_server() {
    if (!serves_)
        return;
    crash_agent();
    serves_ = false;
}

void instance::start_server() {
    if (serves_)
        return;
    serves_ = true;
    ++epoch_;
    // Numbers that had been handed out and not used are lost.
    begin_session(1 + habits_.session_gap);
}

void instance::crash_agent() {
    if (agent_ == agent_state::stopped)
        return;
    agent_ = agent_state::stopped;
    ++agent_life_;
    kill_runs();
}

void instance::kill_runs() {
    queue_.clear();
    working_ = 0;
    for (auto& job : jobs_) {
        if (job.phase == job_phase::idle)
            continue;
        job.phase = job_phase::idle;
        truth_.end(job.run, run_end::died, line_.now());
    }
}

void instance::shut_agent_down() {
    if (agent_ != agent_state::running)
        return crash_agent();
    queue_.clear();
    for (auto& job : jobs_) {
        bool const ran = job.phase == job_phase::executing || job.phase == job_phase::completing;
        if (!ran)
            continue;
        auto& run = truth_[job.run];
        if (job.phase == job_phase::executing) {
            run.end = run_end::canceled;
            run.package_failed = false;
        }
        finish(job.run);
    }
    crash_agent();
}

void instance::start_agent() {
    if (agent_ == agent_state::stopped && serves_)
        begin_session(1);
}

void instance::begin_session(std::int32_t after) {
    agent_ = agent_state::starting;
    ++agent_life_;
    auto const next = session() + after;
    sessions_.push_back({next, {}});
    sessions_.back().rows.resize(jobs_.size());
    for (auto& row : sessions_.back().rows)
        row.session = next;
    plan(instance::step::agent_ready, 0, drawn(habits_.agent_start));
}

} // namespace ssislb::simulation
