#include "simulated_fleet.hpp"

#include <ssislb/sim/certificate.hpp>
#include <ssislb/sim/instance_spec.hpp>

#include <boost/system/system_error.hpp>

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

namespace ssislb::cli {
namespace {

constexpr milliseconds default_duration = std::chrono::seconds(10);

sim::run_end end_of(outcome result) {
    switch (result) {
    case outcome::failed:
        return sim::run_end::failed;
    case outcome::canceled:
        return sim::run_end::canceled;
    default:
        return sim::run_end::succeeded;
    }
}

/// The job of a task: one SSIS step that does what the plan says under `simulate`.
sim::job_spec job_of(task const& from) {
    auto const behaviour = from.simulate.value_or(simulated_behaviour{});
    sim::step_spec step;
    step.command = "/ISSERVER \"\\\"\\SSISDB\\" + from.job + "\\" + from.name +
                   ".dtsx\\\"\" /SERVER \"\\\".\\\"\" /Par "
                   "\"\\\"$ServerOption::SYNCHRONIZED(Boolean)\\\"\";True /CALLERINFO SQLAGENT "
                   "/REPORTING E";
    step.duration = behaviour.duration.value_or(from.expected.value_or(default_duration));
    step.ends = end_of(behaviour.result);
    step.fail_attempts = behaviour.fail_attempts;
    // Attempts of a task count on whatever server they run.
    step.executions = std::make_shared<std::atomic<std::uint32_t>>(0);
    sim::job_spec job;
    job.name = from.job;
    job.description = "Runs the child package of task " + from.name + ".";
    job.steps.push_back(std::move(step));
    return job;
}

sim::instance_spec instance_of(server const& from, std::string const& password) {
    sim::instance_spec spec;
    spec.name = from.name;
    spec.speed = from.speed;
    spec.logins.push_back({.user = from.user.empty() ? simulated_fleet::default_user : from.user,
                           .password = password,
                           .reads_msdb = from.read_msdb_tables});
    return spec;
}

void add_jobs(sim::instance_spec& to, parent_package const& package, server const& on,
              std::map<std::string, sim::job_spec> const& jobs) {
    std::map<std::string, bool> added;
    for (auto const& task : package.tasks)
        if (may_run(task, on) && !std::exchange(added[task.job], true))
            to.jobs.push_back(jobs.at(task.job));
}

std::uint16_t port_of(std::size_t at, std::size_t servers, std::uint16_t first) {
    if (first == 0)
        return 0;
    if (first + servers - 1 > 65535)
        throw std::runtime_error("from port " + std::to_string(first) +
                                 " on there is no room for " + std::to_string(servers) +
                                 " servers; choose a lower --port");
    return static_cast<std::uint16_t>(first + at);
}

void listen_as(std::string const& name, sim::simulated_server& server,
               sim::listen_options const& on) {
    try {
        server.start();
    } catch (boost::system::system_error const& failure) {
        throw std::runtime_error("server " + name + ": port " + std::to_string(on.port) +
                                 " cannot be listened on: " + failure.code().message() +
                                 ". Choose another --port.");
    }
}

} // namespace

simulated_fleet::simulated_fleet(boost::asio::any_io_executor executor,
                                 parent_package const& package,
                                 std::vector<std::string> const& passwords, fleet_options options) {
    auto const clock = std::make_shared<sim::accelerated_clock>(options.speed);
    std::map<std::string, sim::job_spec> jobs;
    for (auto const& task : package.tasks)
        jobs.try_emplace(task.job, job_of(task));
    for (std::size_t i = 0; i < package.servers.size(); ++i) {
        auto const& from = package.servers[i];
        auto spec = instance_of(from, passwords[i]);
        add_jobs(spec, package, from, jobs);
        instances_.push_back(std::make_shared<sim::instance>(std::move(spec), clock));
        sim::listen_options listen;
        listen.port = port_of(i, package.servers.size(), options.port);
        // As a server does that does not force encryption: whoever asks for it has it.
        listen.encryption = from.encryption == encryption_level::off
                                ? sim::encryption_mode::off
                                : sim::encryption_mode::login_only;
        listen_as(from.name, servers_.emplace_back(executor, instances_.back(), listen), listen);
    }
}

parent_package simulated_fleet::redirected(parent_package const& package,
                                           std::filesystem::path const& ca_file) const {
    auto moved = package;
    for (std::size_t i = 0; i < moved.servers.size(); ++i) {
        auto& server = moved.servers[i];
        server.host = "localhost";
        server.instance.clear();
        server.port = port(i);
        server.auth = authentication::password;
        if (server.user.empty())
            server.user = default_user;
        server.ca_file = ca_file.string();
    }
    return moved;
}

authority_file::authority_file() {
    std::string name = (std::filesystem::temp_directory_path() / "ssislb-ca-XXXXXX").string();
    int const descriptor = ::mkstemp(name.data());
    if (descriptor < 0)
        throw std::runtime_error("cannot write the simulated servers' certificate to " + name);
    ::close(descriptor);
    path_ = name;
    std::ofstream(path_) << sim::certificate::for_localhost().authority_pem();
}

authority_file::~authority_file() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

} // namespace ssislb::cli
