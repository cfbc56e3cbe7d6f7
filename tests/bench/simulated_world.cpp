// Servers on one thread, their jobs, and the faults that they are told to have.
#include "simulated_world.hpp"

#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/fault.hpp>
#include <ssislb/sim/instance.hpp>

#include <chrono>
#include <memory>
#include <set>
#include <string>

namespace ssislb::bench {
namespace {

constexpr milliseconds longer_than_any_benchmark = std::chrono::hours(10);
/// Behind the header of the first packet.
constexpr std::size_t mid_packet = 20;

sim::instance_spec make_spec(server_fleet const& fleet, std::size_t server) {
    sim::instance_spec spec;
    spec.name = "bench" + std::to_string(server);
    spec.delays.pickup = milliseconds(0);
    spec.logins.push_back(
        {.user = server_fleet::user, .password = server_fleet::password, .reads_msdb = true});
    for (std::size_t k = 0; k < fleet.jobs; ++k) {
        sim::job_spec job;
        job.name = job_name(fleet, server, k);
        job.steps.push_back(
            {.duration = fleet.running ? longer_than_any_benchmark : milliseconds(0)});
        spec.jobs.push_back(std::move(job));
    }
    return spec;
}

job_ender::instances make_instances(server_fleet const& fleet) {
    auto const clock = std::make_shared<sim::accelerated_clock>(1.0);
    job_ender::instances made;
    for (std::size_t i = 0; i < fleet.servers; ++i) {
        made.push_back(std::make_shared<sim::instance>(make_spec(fleet, i), clock));
        for (std::size_t k = 0; fleet.running && k < fleet.jobs; ++k)
            made.back()->start_job(job_name(fleet, i, k));
    }
    return made;
}

} // namespace

simulated_world::simulated_world(server_fleet const& fleet, job_ends& ends)
    : fleet_(fleet)
    , instances_(make_instances(fleet))
    , ender_(io_.get_executor(), fleet, instances_, ends) {
    sim::listen_options how;
    if (fleet.encrypted)
        how.encryption = sim::encryption_mode::full;
    for (auto const& each : instances_)
        servers_.emplace_back(io_.get_executor(), each, how).start();
}

std::vector<std::uint16_t> simulated_world::ports() const {
    std::vector<std::uint16_t> found;
    for (auto const& each : servers_)
        found.push_back(each.port());
    return found;
}

fleet_record simulated_world::obey(fleet_order const& order) {
    switch (order.what) {
    case fleet_order::kind::delay_answers:
        delay_answers(order.value);
        break;
    case fleet_order::kind::end_jobs:
        ender_.start(order.value * static_cast<double>(fleet_.servers));
        break;
    case fleet_order::kind::stall:
        stall(static_cast<std::size_t>(order.value));
        break;
    case fleet_order::kind::count:
        return count();
    }
    return {};
}

void simulated_world::delay_answers(double by) {
    for (auto const& each : instances_) {
        each->clear_faults();
        if (by > 0)
            each->add_fault(sim::fault::on_any_call().always().delay(
                milliseconds(static_cast<milliseconds::rep>(by))));
    }
}

void simulated_world::stall(std::size_t servers) {
    for (auto const& each : instances_)
        each->clear_faults();
    for (std::size_t i = 0; i < servers; ++i)
        instances_[i]->add_fault(
            sim::fault::on_any_call().always().stall_answer(mid_packet, longer_than_any_benchmark));
}

fleet_record simulated_world::count() const {
    fleet_record all;
    std::set<std::string> names;
    for (auto const& each : servers_) {
        all.requests += each.counters().requests;
        all.logins += each.counters().logins;
    }
    for (auto const& each : instances_) {
        for (auto const& [procedure, calls] : each->traffic().procedures)
            all.statements += calls;
        for (auto const& run : each->finished_runs()) {
            ++all.runs;
            names.insert(run.job);
        }
    }
    all.jobs_run = names.size();
    return all;
}

} // namespace ssislb::bench
