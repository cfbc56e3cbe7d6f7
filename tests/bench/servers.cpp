// The program of the simulated servers. A benchmark starts it, and tells it over pipes what to be.
#include "echo_server.hpp"
#include "process.hpp"
#include "simulated_world.hpp"
#include "whole_io.hpp"

#include <boost/asio/post.hpp>

#include <unistd.h>

#include <thread>

namespace {

using namespace ssislb::bench;

/// Ends the process when nobody gives orders any more, so that it never outlives the benchmark.
[[noreturn]] void take_orders(simulated_world& world) {
    for (fleet_order next; read_whole(servers_files::orders, &next, sizeof next);)
        boost::asio::post(world.context(), [&world, next] {
            auto const record = world.obey(next);
            write_whole(servers_files::answers, &record, sizeof record);
        });
    ::_exit(0);
}

} // namespace

int main() {
    server_fleet fleet;
    if (!read_whole(servers_files::orders, &fleet, sizeof fleet))
        return 1;
    pin_to(fleet.core);
    echo_server const echo;
    job_ends ends(fleet.servers * fleet.jobs, servers_files::ends);
    simulated_world world(fleet, ends);
    std::thread([&world] { take_orders(world); }).detach();
    auto ports = world.ports();
    ports.push_back(echo.port());
    write_whole(servers_files::answers, ports.data(), ports.size() * sizeof ports.front());
    world.context().run();
    return 1;
}
