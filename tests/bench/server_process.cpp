#include "server_process.hpp"

#include "echo_server.hpp"
#include "process.hpp"

#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>

#include <boost/asio/io_context.hpp>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <thread>

namespace ssislb::bench {
namespace {

sim::instance_spec make_spec(server_fleet const& fleet, std::size_t server) {
    sim::instance_spec spec;
    spec.name = "bench" + std::to_string(server);
    spec.delays.pickup = milliseconds(0);
    spec.logins.push_back({.user = server_process::user, .password = server_process::password});
    for (std::size_t k = 0; k < fleet.jobs; ++k) {
        sim::job_spec job;
        job.name = "job " + std::to_string(k + 1);
        double const seconds = fleet.shortest + static_cast<double>(k) * fleet.step;
        job.steps.push_back({.duration = milliseconds(static_cast<std::int64_t>(seconds * 1000))});
        spec.jobs.push_back(std::move(job));
    }
    return spec;
}

class simulated_world {
public:
    explicit simulated_world(server_fleet const& fleet) {
        auto const clock = std::make_shared<sim::accelerated_clock>(1.0);
        for (std::size_t i = 0; i < fleet.servers; ++i) {
            instances_.push_back(std::make_shared<sim::instance>(make_spec(fleet, i), clock));
            for (std::size_t k = 0; fleet.running && k < fleet.jobs; ++k)
                instances_.back()->start_job("job " + std::to_string(k + 1));
            servers_.emplace_back(io_.get_executor(), instances_.back()).start();
        }
    }

    void announce(std::FILE* to) const {
        std::fprintf(to, "%u\n", echo_.port());
        for (auto const& server : servers_)
            std::fprintf(to, "%u\n", server.port());
        std::fflush(to);
    }

    /// A line of the client asks for the ends of all runs; its end of file ends the process.
    void serve(std::FILE* commands, std::FILE* answers) {
        std::thread const asked([&] {
            for (int c = std::getc(commands); c != EOF; c = std::getc(commands))
                if (c == '\n')
                    tell_ends(answers);
            ::_exit(0);
        });
        auto const keep = boost::asio::make_work_guard(io_);
        io_.run();
    }

private:
    void tell_ends(std::FILE* to) const {
        for (std::size_t i = 0; i < instances_.size(); ++i)
            for (auto const& run : instances_[i]->finished_runs())
                std::fprintf(to, "%zu/%s\t%.6f\n", i, run.job.c_str(),
                             std::chrono::duration<double>(run.stop.time_since_epoch()).count());
        std::fprintf(to, ".\n");
        std::fflush(to);
    }

    boost::asio::io_context io_{1};
    echo_server echo_;
    std::vector<std::shared_ptr<sim::instance>> instances_;
    std::vector<sim::simulated_server> servers_;
};

std::string read_line(int descriptor) {
    std::string line;
    char c = 0;
    while (::read(descriptor, &c, 1) == 1 && c != '\n')
        line += c;
    return line;
}

} // namespace

server_process::server_process(server_fleet const& fleet) {
    int to_child[2];
    int from_child[2];
    if (::pipe(to_child) != 0 || ::pipe(from_child) != 0 || (child_ = ::fork()) < 0)
        throw std::runtime_error("no process for the simulated servers");
    if (child_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::close(to_child[1]);
        ::close(from_child[0]);
        pin_to(fleet.core);
        simulated_world world(fleet);
        auto* const answers = ::fdopen(from_child[1], "w");
        world.announce(answers);
        world.serve(::fdopen(to_child[0], "r"), answers);
        ::_exit(0);
    }
    ::close(to_child[0]);
    ::close(from_child[1]);
    commands_ = to_child[1];
    answers_ = from_child[0];
    echo_port_ = static_cast<std::uint16_t>(std::stoi(read_line(answers_)));
    for (std::size_t i = 0; i < fleet.servers; ++i)
        ports_.push_back(static_cast<std::uint16_t>(std::stoi(read_line(answers_))));
}

server_process::~server_process() {
    ::close(commands_);
    ::close(answers_);
    ::waitpid(child_, nullptr, 0);
}

std::map<std::string, double> server_process::ends() {
    std::map<std::string, double> all;
    if (::write(commands_, "\n", 1) != 1)
        return all;
    for (std::string line = read_line(answers_); line != "." && !line.empty();
         line = read_line(answers_)) {
        auto const tab = line.find('\t');
        all[line.substr(0, tab)] = std::stod(line.substr(tab + 1));
    }
    return all;
}

} // namespace ssislb::bench
