// The servers of a plan as simulated SQL Servers in this process.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ssislb::cli {

struct fleet_options {
    /// How many times faster than real time the servers live.
    double speed = 1.0;
    /// Of the first server; 0: any free ports.
    std::uint16_t port = 0;
};

/// Every server of the plan, with the jobs of all tasks that may run there and one login: the
/// plan's user with SQLAgentOperatorRole.
///
/// Thread safety: distinct objects safe, a shared object unsafe.
class simulated_fleet {
public:
    /// The passwords stand in the order of the plan's servers.
    /// Errors: throws std::runtime_error when a port cannot be had.
    simulated_fleet(boost::asio::any_io_executor, parent_package const&,
                    std::vector<std::string> const& passwords, fleet_options);

    /// The plan with its servers' addresses replaced by the simulated ones; `ca_file` is the file
    /// in which the fleet's authority stands.
    [[nodiscard]] parent_package redirected(parent_package const&,
                                            std::filesystem::path const& ca_file) const;

    [[nodiscard]] std::size_t size() const noexcept { return servers_.size(); }
    [[nodiscard]] std::uint16_t port(std::size_t at) const { return servers_[at].port(); }
    [[nodiscard]] sim::instance& instance(std::size_t at) { return *instances_[at]; }
    [[nodiscard]] sim::simulated_server& server(std::size_t at) { return servers_[at]; }

    /// The user that a plan's server without one gets.
    static constexpr auto default_user = "ssislb";

private:
    std::vector<std::shared_ptr<sim::instance>> instances_;
    std::vector<sim::simulated_server> servers_;
};

/// The certificate authority of simulated servers, in a file that goes with the object.
class authority_file {
public:
    /// Errors: throws std::runtime_error when the file cannot be written.
    authority_file();
    ~authority_file();
    authority_file(authority_file const&) = delete;
    authority_file& operator=(authority_file const&) = delete;

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace ssislb::cli
