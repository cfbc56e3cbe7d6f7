#include "sim/agent/instance_impl.hpp"
#include "sim/agent/text.hpp"

#include <ssislb/sim/instance.hpp>

#include <stdexcept>
#include <utility>

namespace ssislb::sim {

using detail::job;

instance::instance(instance_spec spec, std::shared_ptr<clock const> clock)
    : impl_{std::make_unique<impl>(std::move(spec), std::move(clock))} {}

instance::~instance() = default;

std::string instance::name() const {
    return impl_->server_name();
}

server_time instance::now() const {
    return impl_->with([](auto& world) { return world.now(); });
}

void instance::stop_agent() {
    impl_->with([](auto& world) { world.agent.stop_service(); });
}

void instance::kill_agent() {
    impl_->with([](auto& world) { world.agent.kill_service(); });
}

void instance::start_agent() {
    impl_->with([](auto& world) { world.agent.start_service(); });
}

void instance::limit_worker_threads(std::uint32_t most) {
    impl_->with([most](auto& world) { world.agent.limit_threads(most); });
}

void instance::restart_agent() {
    impl_->with([](auto& world) {
        world.agent.kill_service();
        world.agent.start_service();
    });
}

void instance::agent_starting(bool starting) {
    impl_->with([=](auto& world) { world.agent.set_starting(starting); });
}

void instance::kill_server() {
    impl_->with([](auto& world) { world.kill_server(); });
}

void instance::revive_server() {
    impl_->with([](auto& world) { world.revive_server(); });
}

bool instance::alive() const {
    return impl_->alive();
}

bool instance::agent_running() const {
    return impl_->with([](auto& world) { return world.agent.running(); });
}

bool instance::start_job(std::string_view job, std::string_view user) {
    return impl_->with_job(job, [&](auto& world, auto& target) {
        return target.targeted && !world.agent.start(target, detail::by_user(std::string{user}));
    });
}

bool instance::start_job_by_schedule(std::string_view job, std::int32_t schedule_id,
                                     std::string_view schedule_name) {
    return impl_->with_job(job, [&](auto& world, auto& target) {
        auto const brief = "Schedule " + std::to_string(schedule_id);
        detail::requester by{'1', brief + " (" + std::string{schedule_name} + ")", brief};
        return target.targeted && target.enabled && !world.agent.start(target, std::move(by));
    });
}

bool instance::stop_job(std::string_view job, std::string_view user) {
    return impl_->with_job(job, [&](auto& world, auto& target) {
        return !world.agent.stop(target, "User " + std::string{user});
    });
}

guid instance::add_job(job_spec job) {
    return impl_->with([&](auto& world) { return world.add_job(std::move(job)).id; });
}

void instance::remove_job(std::string_view job) {
    impl_->with_job(job, [](auto& world, auto& target) { world.remove_job(target, true); });
}

void instance::enable_job(std::string_view job, bool enabled) {
    impl_->with_job(job, [=](auto&, auto& target) { target.enabled = enabled; });
}

void instance::suspend_job(std::string_view job, bool suspended) {
    impl_->with_job(job, [=](auto&, auto& target) { target.suspended = suspended; });
}

void instance::add_foreign_jobs(std::size_t count, std::string_view prefix) {
    job_spec spec;
    spec.steps.emplace_back();
    impl_->with([&](auto& world) { world.jobs.add_many(spec, prefix, count, world.now()); });
}

void instance::end_job(std::string_view job, run_end end) {
    impl_->with_job(job, [=](auto&, auto& target) { target.forced_end = end; });
}

void instance::add_fault(fault fault) {
    impl_->with([&](auto& world) { world.faults.add(std::move(fault)); });
}

void instance::clear_faults() {
    impl_->with([](auto& world) { world.faults.clear(); });
}

} // namespace ssislb::sim
