// All that one simulated server holds. Not thread-safe: the instance locks around it.
#pragma once

#include "sim/agent/agent.hpp"
#include "sim/agent/category_table.hpp"
#include "sim/agent/fault_book.hpp"
#include "sim/agent/history_table.hpp"
#include "sim/agent/job_table.hpp"

#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/inspection.hpp>
#include <ssislb/sim/instance_spec.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace ssislb::sim::detail {

struct world;

/// A request that was on its way when its connection ended.
struct late_arrival {
    server_time at;
    std::function<void(world&)> run;
};

struct world {
    explicit world(instance_spec described, std::shared_ptr<sim::clock const> time);

    /// Plays what is due by the clock.
    void catch_up();
    /// Those that a dead server misses are lost.
    void expect(late_arrival);
    [[nodiscard]] server_time now() const noexcept { return agent.now(); }
    [[nodiscard]] login_spec const* find_login(std::string_view user) const;
    job& add_job(job_spec added);
    void remove_job(job& gone, bool with_history);
    /// The Agent dies with it.
    void kill_server();
    void revive_server();

    std::shared_ptr<sim::clock const> clock;
    /// Without its jobs and faults, which have gone into the tables.
    instance_spec spec;
    category_table categories;
    job_table jobs;
    history_table history;
    detail::agent agent;
    fault_book faults;
    sim::traffic traffic;
    server_time created;
    bool alive = true;
    bool agent_starts_with_server = true;
    std::int64_t last_spid = 50;

private:
    /// The next first.
    std::vector<late_arrival> late_;
};

} // namespace ssislb::sim::detail
