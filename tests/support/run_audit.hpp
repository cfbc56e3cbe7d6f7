// Judges a run by the simulated servers' own records, not by what the client says.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/model/run_summary.hpp>
#include <ssislb/sim/instance.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace ssislb::test {

/// Preconditions: each task has a job of its own, all servers share one clock and one time zone,
/// and every outcome comes from the job.
class run_audit {
public:
    using instances = std::vector<std::reference_wrapper<sim::instance>>;

    run_audit(parent_package const& package, instances const& servers);

    /// One sentence for each violation: a summary that says otherwise than the servers, a server
    /// over its slots, a job started more often than its task allows or twice at a time, a start
    /// before a precedence constraint held.
    [[nodiscard]] std::vector<std::string> violations(run_summary const&) const;

    /// Runs that the servers have seen.
    [[nodiscard]] std::size_t runs() const;

private:
    using runs_of_job = std::vector<sim::finished_run>;

    void check_slots(std::vector<std::string>& to) const;
    void check_task(std::size_t at, run_summary const&, std::vector<std::string>& to) const;
    static void check_repetitions(task const&, runs_of_job const&, std::vector<std::string>& to);
    void check_constraints(std::size_t at, std::vector<std::string>& to) const;
    [[nodiscard]] bool held(precedence_constraint const&, server_time by) const;
    [[nodiscard]] runs_of_job const& runs_of(std::size_t task) const;

    parent_package const& package_;
    instances servers_;
    std::map<std::string, runs_of_job> by_job_;
};

} // namespace ssislb::test
