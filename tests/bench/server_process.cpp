// The simulated servers behind a fork, and a pipe whose end is theirs.
// The simulated servers behind a fork, a pipe for questions and a pipe for answers.
#include "server_process.hpp"

#include "echo_server.hpp"
#include "process.hpp"

#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>

#include <boost/asio/io_context.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

namespace ssislb::bench {
namespace {

constexpr milliseconds longer_than_any_benchmark = std::chrono::hours(10);

std::string job_name(std::size_t at) {
    return "job " + std::to_string(at + 1);
}

sim::instance_spec make_spec(std::size_t server, std::size_t jobs) {
    sim::instance_spec spec;
    spec.name = "bench" + std::to_string(server);
    spec.delays.pickup = milliseconds(0);
    spec.logins.push_back({.user = server_process::user, .password = server_process::password});
    for (std::size_t k = 0; k < jobs; ++k) {
        sim::job_spec job;
        job.name = job_name(k);
        job.steps.push_back({.duration = longer_than_any_benchmark});
        spec.jobs.push_back(std::move(job));
    }
    return spec;
}

class simulated_world {
public:
    explicit simulated_world(server_fleet const& fleet) {
        auto const clock = std::make_shared<sim::accelerated_clock>(1.0);
        for (std::size_t i = 0; i < fleet.servers; ++i) {
            auto const world = std::make_shared<sim::instance>(make_spec(i, fleet.jobs), clock);
            for (std::size_t k = 0; k < fleet.jobs; ++k)
                world->start_job(job_name(k));
            servers_.emplace_back(io_.get_executor(), world).start();
        }
    }

    void announce(std::FILE* to) const {
        std::fprintf(to, "%u\n", echo_.port());
        for (auto const& server : servers_)
            std::fprintf(to, "%u\n", server.port());
        std::fclose(to);
    }

    void serve() { io_.run(); }

private:
    boost::asio::io_context io_{1};
    echo_server echo_;
    std::vector<sim::simulated_server> servers_;
};

[[noreturn]] void be_servers(server_fleet const& fleet, int life, int announcements) {
    pin_to(fleet.core);
    std::thread([life] {
        char nothing = 0;
        while (::read(life, &nothing, 1) > 0)
            continue;
        ::_exit(0);
    }).detach();
    simulated_world world(fleet);
    world.announce(::fdopen(announcements, "w"));
    world.serve();
    ::_exit(1);
}

std::uint16_t read_port(std::FILE* from) {
    unsigned port = 0;
    if (std::fscanf(from, "%u", &port) != 1)
        throw std::runtime_error("the simulated servers do not start");
    return static_cast<std::uint16_t>(port);
}

} // namespace

server_process::server_process(server_fleet const& fleet) {
    int life[2];
    int announcements[2];
    if (::pipe(life) != 0 || ::pipe(announcements) != 0 || (child_ = ::fork()) < 0)
        throw std::runtime_error("no process for the simulated servers");
    if (child_ == 0) {
        ::close(life[1]);
        be_servers(fleet, life[0], announcements[1]);
    }
    ::close(life[0]);
    ::close(announcements[1]);
    life_ = life[1];
    auto* const told = ::fdopen(announcements[0], "r");
    echo_port_ = read_port(told);
    for (std::size_t i = 0; i < fleet.servers; ++i)
        ports_.push_back(read_port(told));
    std::fclose(told);
}

server_process::~server_process() {
    ::close(life_);
    ::waitpid(child_, nullptr, 0);
}

} // namespace ssislb::bench
