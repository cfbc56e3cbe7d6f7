#include "plan_servers.hpp"

#include "fleet_file.hpp"
#include "password_prompt.hpp"
#include "simulation.hpp"

#include <cstdio>
#include <utility>

namespace ssislb::cli {
namespace {

/// The package must outlive the servers that are made of it.
struct servers_here {
    servers_here(parent_package of, double speed)
        : package(std::move(of))
        , run(package, speed) {}

    parent_package package;
    simulation_run run;
};

std::variant<plan_servers, exit_code> complain(std::string const& sentence) {
    std::fprintf(stderr, "--simulate: %s\n", sentence.c_str());
    return exit_code::usage;
}

} // namespace

std::variant<plan_servers, exit_code> servers_of(parent_package package,
                                                 std::optional<simulation> const& how) {
    if (!how)
        return plan_servers{std::move(package), password_or_prompt, 1.0, nullptr};
    if (how->fleet.empty()) {
        auto const here = std::make_shared<servers_here>(std::move(package), how->speed);
        return plan_servers{here->run.package(), here->run.password(), how->speed, here};
    }
    auto const read = read_fleet_file(how->fleet);
    if (auto const* mistake = std::get_if<std::string>(&read); mistake != nullptr)
        return complain(*mistake);
    auto const& fleet = std::get<fleet_file>(read);
    auto moved = fleet.redirected(package);
    if (auto const* mistake = std::get_if<std::string>(&moved); mistake != nullptr)
        return complain(*mistake);
    return plan_servers{std::get<parent_package>(std::move(moved)), fleet.password(), fleet.speed,
                        nullptr};
}

} // namespace ssislb::cli
