// The public face of the machine.
#include "scheduler/machine.hpp"

#include <ssislb/scheduler/scheduler.hpp>

#include <utility>

namespace ssislb {

scheduler::scheduler(parent_package const& package, std::unique_ptr<placement_policy> policy,
                     scheduler_options options)
    : scheduler(package, std::move(policy), duration_estimates(package), options) {}

scheduler::scheduler(parent_package const& package, std::unique_ptr<placement_policy> policy,
                     duration_estimates estimates, scheduler_options options)
    : machine_(std::make_unique<detail::machine>(package, std::move(policy), std::move(estimates),
                                                 options)) {}

scheduler::scheduler(scheduler&&) noexcept = default;
scheduler& scheduler::operator=(scheduler&&) noexcept = default;
scheduler::~scheduler() = default;

void scheduler::feed(run_event const& what, timestamp now) {
    machine_->feed(what, now);
}

std::vector<run_decision> scheduler::decide(timestamp now) {
    return machine_->decide(now);
}

std::vector<run_decision> scheduler::consequences(timestamp now) {
    return machine_->consequences(now);
}

task_status scheduler::status(task_id id) const {
    detail::task_record const& task = machine_->state()[id];
    task_status result{.state = task.state,
                       .attempt = task.number,
                       .server = task.last_server,
                       .started = task.started,
                       .running_since = {},
                       .result = {},
                       .skip_requested = task.skip_requested};
    if (task.live && task.live->phase == detail::start_phase::accepted)
        result.running_since = task.live->accepted_at;
    if (task.state == task_state::settled)
        result.result = task.last->result;
    return result;
}

server_status scheduler::status(server_id id) const {
    return machine_->state().servers.status(id);
}

duration_estimates const& scheduler::estimates() const {
    return machine_->estimates();
}

run_counts scheduler::counts() const {
    return machine_->state().counts;
}

bool scheduler::paused() const {
    return machine_->paused();
}

bool scheduler::finished() const {
    return machine_->finished();
}

std::optional<outcome> scheduler::result() const {
    return finished() ? std::optional(machine_->result()) : std::nullopt;
}

} // namespace ssislb
