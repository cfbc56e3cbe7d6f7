// The simulated servers' program, a pipe for orders and a pipe for answers.
#include "server_process.hpp"

#include "whole_io.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <string>

namespace ssislb::bench {
namespace {

struct pipe_ends {
    pipe_ends() {
        std::array<int, 2> made{};
        if (::pipe2(made.data(), O_CLOEXEC) != 0)
            throw std::runtime_error("no pipe to the simulated servers");
        read = made[0];
        write = made[1];
    }

    int read = -1;
    int write = -1;
};

pid_t start_program(int orders, int answers, int ends) {
    std::string program = SSISLB_BENCH_SERVERS;
    std::array<char*, 2> arguments{program.data(), nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    // One that is in its place already is kept open by that, too.
    ::posix_spawn_file_actions_adddup2(&actions, orders, servers_files::orders);
    ::posix_spawn_file_actions_adddup2(&actions, answers, servers_files::answers);
    ::posix_spawn_file_actions_adddup2(&actions, ends, servers_files::ends);
    pid_t child = -1;
    int const code =
        ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (code != 0)
        throw std::runtime_error("no process for the simulated servers: " + program);
    return child;
}

} // namespace

server_process::server_process(server_fleet const& fleet)
    : ends_(fleet.servers * fleet.jobs)
    , ports_(fleet.servers + 1) {
    pipe_ends const orders;
    pipe_ends const answers;
    child_ = start_program(orders.read, answers.write, ends_.file());
    ::close(orders.read);
    ::close(answers.write);
    orders_ = orders.write;
    answers_ = answers.read;
    write_whole(orders_, &fleet, sizeof fleet);
    if (!read_whole(answers_, ports_.data(), ports_.size() * sizeof ports_.front()))
        throw std::runtime_error("the simulated servers do not start");
    echo_port_ = ports_.back();
    ports_.pop_back();
}

server_process::~server_process() {
    ::kill(child_, SIGTERM);
    ::close(orders_);
    ::close(answers_);
    ::waitpid(child_, nullptr, 0);
}

fleet_record server_process::tell(fleet_order const& order) const {
    fleet_record record;
    write_whole(orders_, &order, sizeof order);
    if (!read_whole(answers_, &record, sizeof record))
        throw std::runtime_error("the simulated servers have ended");
    return record;
}

} // namespace ssislb::bench
