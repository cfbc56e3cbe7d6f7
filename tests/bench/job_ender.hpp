// Ends running jobs of simulated servers at random instants, and notes when.
#pragma once

#include "job_ends.hpp"
#include "server_fleet.hpp"

#include <ssislb/sim/instance.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>
#include <random>
#include <vector>

namespace ssislb::bench {

class job_ender {
public:
    using instances = std::vector<std::shared_ptr<sim::instance>>;

    /// Instances and ends must outlive it.
    job_ender(boost::asio::any_io_executor, server_fleet const&, instances const&, job_ends&);

    /// On the average so many a second, in random order, until none is left; 0: none any more.
    void start(double per_second);

private:
    void wait();
    void end_next();

    boost::asio::steady_timer timer_;
    server_fleet fleet_;
    instances const& instances_;
    job_ends& ends_;
    std::mt19937 random_{20'261'124};
    std::exponential_distribution<> pause_;
    /// How often it was told to start or stop.
    std::uint64_t orders_ = 0;
    /// Those that run still, the next one last.
    std::vector<std::size_t> left_;
};

} // namespace ssislb::bench
