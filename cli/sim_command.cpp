#include "sim_command.hpp"

#include "output.hpp"
#include "plan_file.hpp"
#include "precautions.hpp"
#include "simulated_fleet.hpp"
#include "simulation.hpp"

#include <ssislb/run/credentials.hpp>
#include <ssislb/sim/certificate.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdio>
#include <fstream>

namespace ssislb::cli {
namespace {

/// What the plan's own source says, so that clients of the true servers can log in unchanged;
/// else a password made up for this run.
std::vector<std::string> passwords_of(parent_package const& package, std::string const& made_up) {
    std::vector<std::string> passwords;
    for (auto const& server : package.servers) {
        auto known = read_password(server);
        passwords.push_back(known && !known->empty() ? *known : made_up);
    }
    return passwords;
}

bool write_authority(std::string const& path) {
    std::ofstream file(path);
    file << sim::certificate::for_localhost().authority_pem();
    file.close();
    return !file.fail();
}

void announce(output& to, parent_package const& package, simulated_fleet const& fleet,
              std::vector<std::string> const& passwords, std::string const& made_up) {
    to.write_line("server\taddress\tuser\tpassword");
    for (std::size_t i = 0; i < fleet.size(); ++i) {
        auto const& server = package.servers[i];
        auto const user = server.user.empty() ? simulated_fleet::default_user : server.user;
        to.write_line(server.name + "\t127.0.0.1:" + std::to_string(fleet.port(i)) + '\t' + user +
                      '\t' + (passwords[i] == made_up ? made_up : "as the plan says"));
    }
    to.write_line("ready; Ctrl-C ends it");
}

} // namespace

exit_code simulate(sim_arguments const& arguments) {
    auto loaded = open_plan(arguments.plan);
    if (auto const* answer = std::get_if<exit_code>(&loaded); answer != nullptr)
        return *answer;
    auto const& package = std::get<opened_plan>(loaded).package;
    if (!arguments.ca_file.empty() && !write_authority(arguments.ca_file)) {
        std::fprintf(stderr, "ssislb: cannot write %s\n", arguments.ca_file.c_str());
        return exit_code::failed;
    }
    // A listener, and a few clients each.
    print_warnings(take_precautions({.connections = 0, .sockets = 5 * package.servers.size()}));
    auto const made_up = random_password();
    auto const passwords = passwords_of(package, made_up);
    boost::asio::io_context io(1);
    simulated_fleet const fleet(io.get_executor(), package, passwords,
                                {.speed = arguments.speed, .port = arguments.port});
    // Before it says that it is ready: who reads that may end it at once.
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&io](auto, int) { io.stop(); });
    output to;
    announce(to, package, fleet, passwords, made_up);
    io.run();
    return exit_code::succeeded;
}

} // namespace ssislb::cli
