#include "simulation.hpp"

#include <random>

namespace ssislb::cli {

simulation_run::simulation_run(parent_package const& package, double speed)
    : package_(package)
    , password_(random_password())
    , fleet_(threads_.get_executor(), package,
             std::vector<std::string>(package.servers.size(), password_), {.speed = speed}) {}

simulation_run::~simulation_run() {
    threads_.stop();
}

password_source simulation_run::password() const {
    return [password = password_](server const&) { return password; };
}

std::string random_password() {
    static constexpr std::string_view letters =
        "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    std::random_device source;
    std::uniform_int_distribution<std::size_t> pick(0, letters.size() - 1);
    std::string text;
    while (text.size() < 20)
        text += letters[pick(source)];
    return text;
}

} // namespace ssislb::cli
