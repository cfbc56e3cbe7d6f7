#include "sim_command.hpp"

#include "fleet_file.hpp"
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
#include <filesystem>
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

std::string user_of(parent_package const& package, std::size_t at) {
    auto const& user = package.servers[at].user;
    return user.empty() ? simulated_fleet::default_user : user;
}

bool write_authority(std::string const& path) {
    std::ofstream file(path);
    file << sim::certificate::for_localhost().authority_pem();
    file.close();
    return !file.fail();
}

fleet_file description_of(parent_package const& package, simulated_fleet const& fleet,
                          std::vector<std::string> const& passwords,
                          sim_arguments const& arguments) {
    fleet_file result{
        arguments.speed, std::filesystem::absolute(arguments.fleet + ".pem").string(), {}};
    for (std::size_t i = 0; i < fleet.size(); ++i)
        result.servers.push_back(
            {package.servers[i].name, fleet.port(i), user_of(package, i), passwords[i]});
    return result;
}

void announce(output& to, parent_package const& package, simulated_fleet const& fleet,
              std::vector<std::string> const& passwords, std::string const& made_up) {
    to.write_line("server\taddress\tuser\tpassword");
    for (std::size_t i = 0; i < fleet.size(); ++i) {
        to.write_line(package.servers[i].name + "\t127.0.0.1:" + std::to_string(fleet.port(i)) +
                      '\t' + user_of(package, i) + '\t' +
                      (passwords[i] == made_up ? made_up : "as the plan says"));
    }
    to.write_line("ready; Ctrl-C ends it");
}

exit_code cannot_write(std::string const& path) {
    std::fprintf(stderr, "ssislb: cannot write %s\n", path.c_str());
    return exit_code::failed;
}

} // namespace

exit_code simulate(sim_arguments const& arguments) {
    auto loaded = open_plan(arguments.plan);
    if (auto const* answer = std::get_if<exit_code>(&loaded); answer != nullptr)
        return *answer;
    auto const& package = std::get<opened_plan>(loaded).package;
    if (!arguments.ca_file.empty() && !write_authority(arguments.ca_file))
        return cannot_write(arguments.ca_file);
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
    if (!arguments.fleet.empty() &&
        (!write_authority(arguments.fleet + ".pem") ||
         !write(description_of(package, fleet, passwords, arguments), arguments.fleet)))
        return cannot_write(arguments.fleet);
    output to;
    announce(to, package, fleet, passwords, made_up);
    io.run();
    return exit_code::succeeded;
}

} // namespace ssislb::cli
