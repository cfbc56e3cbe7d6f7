// Simulated servers on a thread of their own, for a command that wants the plan run on them.
#pragma once

#include "simulated_fleet.hpp"

#include <ssislb/run/credentials.hpp>

#include <boost/asio/thread_pool.hpp>

#include <string>
#include <vector>

namespace ssislb::cli {

class simulation_run {
public:
    simulation_run(parent_package const&, double speed);
    ~simulation_run();

    /// The plan for clients of the simulated servers.
    [[nodiscard]] parent_package package() const {
        return fleet_.redirected(package_, authority_.path());
    }

    /// Gives what the simulated servers accept.
    [[nodiscard]] password_source password() const;

private:
    parent_package const& package_;
    std::string password_;
    authority_file authority_;
    boost::asio::thread_pool threads_{1};
    simulated_fleet fleet_;
};

/// Letters and digits that nobody can guess.
[[nodiscard]] std::string random_password();

} // namespace ssislb::cli
