// Makespans over the lower bound on one fleet: by policy, by what is known of durations, by
// workload.
#pragma once

#include "wfformat.hpp"

#include <ssislb/scheduler/placement_policy.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ssislb::bench {

struct fleet {
    std::string name;
    /// Of servers with four slots each.
    std::vector<double> speeds;
};

/// The workload's package with the fleet's servers.
[[nodiscard]] parent_package on(fleet const&, parent_package);

/// A policy and how it is tried.
struct contender {
    std::string name;
    std::function<std::unique_ptr<placement_policy>(parent_package const&, std::uint32_t seed)>
        make;
    /// It follows what is thought of durations, so that it is tried with wrong ones too.
    bool estimates = false;
    /// Chance has a part in it: the mean of many runs counts.
    bool random = false;
};

[[nodiscard]] std::vector<contender> contenders();

class policy_table {
public:
    explicit policy_table(fleet servers)
        : servers_(std::move(servers)) {}

    /// Plays it with every contender and prints each ratio.
    void add(workload const&);

    /// Geomean and worst of each contender, what critical_path gains, CPU a task.
    void print_totals() const;

private:
    using ratio_of = std::function<double(contender const&, std::uint32_t seed)>;

    void note(std::string const& what, workload const& of, double ratio);
    void print_gain_over(std::string const& other) const;

    fleet servers_;
    std::map<std::string, std::vector<double>> ratios_;
    std::map<std::string, double> cpu_;
    std::map<std::string, double> tasks_;
};

} // namespace ssislb::bench
