// The simulated servers themselves, as the process that holds them sees them.
#pragma once

#include "job_ender.hpp"
#include "job_ends.hpp"
#include "server_fleet.hpp"

#include <ssislb/sim/simulated_server.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <vector>

namespace ssislb::bench {

class simulated_world {
public:
    simulated_world(server_fleet const&, job_ends&);

    [[nodiscard]] std::vector<std::uint16_t> ports() const;
    [[nodiscard]] boost::asio::io_context& context() noexcept { return io_; }

    /// In the context only.
    fleet_record obey(fleet_order const&);

private:
    void delay_answers(double milliseconds);
    void stall(std::size_t servers);
    [[nodiscard]] fleet_record count() const;

    boost::asio::io_context io_{1};
    server_fleet fleet_;
    job_ender::instances instances_;
    std::vector<sim::simulated_server> servers_;
    job_ender ender_;
};

} // namespace ssislb::bench
