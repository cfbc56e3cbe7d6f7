// The simulated servers behind a fork, a pipe for orders and a pipe for answers.
#include "server_process.hpp"

#include "echo_server.hpp"
#include "process.hpp"

#include <boost/asio/post.hpp>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <thread>

namespace ssislb::bench {
namespace {

/// False: the other end is closed.
bool read_whole(int from, void* into, std::size_t size) {
    for (auto* at = static_cast<char*>(into); size > 0;) {
        auto const got = ::read(from, at, size);
        if (got <= 0)
            return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

void write_whole(int to, void const* from, std::size_t size) {
    for (auto const* at = static_cast<char const*>(from); size > 0;) {
        auto const put = ::write(to, at, size);
        if (put <= 0)
            throw std::runtime_error("the other process has gone");
        at += put;
        size -= static_cast<std::size_t>(put);
    }
}

[[noreturn]] void take_orders(simulated_world& world, int orders, int answers) {
    for (fleet_order next; read_whole(orders, &next, sizeof next);)
        boost::asio::post(world.context(), [&world, answers, next] {
            auto const record = world.obey(next);
            write_whole(answers, &record, sizeof record);
        });
    ::_exit(0);
}

[[noreturn]] void be_servers(server_fleet const& fleet, job_ends& ends, int orders, int answers) {
    pin_to(fleet.core);
    echo_server const echo;
    simulated_world world(fleet, ends);
    std::thread([&] { take_orders(world, orders, answers); }).detach();
    auto ports = world.ports();
    ports.push_back(echo.port());
    write_whole(answers, ports.data(), ports.size() * sizeof ports.front());
    world.context().run();
    ::_exit(1);
}

} // namespace

server_process::server_process(server_fleet const& fleet)
    : ends_(fleet.servers * fleet.jobs)
    , ports_(fleet.servers + 1) {
    int orders[2];
    int answers[2];
    if (::pipe2(orders, O_CLOEXEC) != 0 || ::pipe2(answers, O_CLOEXEC) != 0 ||
        (child_ = ::fork()) < 0)
        throw std::runtime_error("no process for the simulated servers");
    if (child_ == 0) {
        ::close(orders[1]);
        ::close(answers[0]);
        be_servers(fleet, ends_, orders[0], answers[1]);
    }
    ::close(orders[0]);
    ::close(answers[1]);
    orders_ = orders[1];
    answers_ = answers[0];
    if (!read_whole(answers_, ports_.data(), ports_.size() * sizeof ports_.front()))
        throw std::runtime_error("the simulated servers do not start");
    echo_port_ = ports_.back();
    ports_.pop_back();
}

server_process::~server_process() {
    // Not by the end of the pipe alone: children made later hold it open, too.
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
