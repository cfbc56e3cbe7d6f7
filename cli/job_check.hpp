// Compares the plan's tasks with the jobs that a server has.
#pragma once

#include "check_report.hpp"

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/agent/job_directory.hpp>
#include <ssislb/agent/job_step.hpp>
#include <ssislb/agent/login_rights.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/model/parent_package.hpp>

#include <string>
#include <unordered_map>
#include <vector>

namespace ssislb::cli {

class job_check {
public:
    /// All must outlive the object.
    job_check(parent_package const& package, server const& on, login_rights const& rights,
              server_findings& to)
        : package_(package)
        , on_(on)
        , rights_(rights)
        , to_(to) {}

    void look(job_directory const& jobs);
    /// Of the tasks that can run here, each job once.
    [[nodiscard]] std::vector<agent_job> const& jobs_in_use() const noexcept { return in_use_; }
    void look_at_steps(agent_job const&, std::vector<job_step> const&);

private:
    void look(task_id, std::vector<agent_job const*> const&);
    void look_closer(task_id, agent_job const&);
    void look_at_rights();
    void look_at_step(task_id, agent_job const&, job_step const&);
    void say(severity, task_id, std::string text);
    void say(task_id, agent_errc);

    parent_package const& package_;
    server const& on_;
    login_rights const& rights_;
    server_findings& to_;
    std::vector<agent_job> in_use_;
    /// The first task that uses the job here.
    std::unordered_map<guid, task_id> first_task_;
};

} // namespace ssislb::cli
