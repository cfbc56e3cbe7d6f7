// Where simulated servers of another process are: what `ssislb sim --fleet` writes for
// `--simulate=FILE`.
#pragma once

#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/credentials.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace ssislb::cli {

struct fleet_server {
    std::string name;
    std::uint16_t port = 0;
    std::string user;
    std::string password;
};

struct fleet_file {
    /// How many times faster than real time the servers live.
    double speed = 1.0;
    /// The file of the authority that clients have to trust (PEM).
    std::string ca_file;
    std::vector<fleet_server> servers;

    /// The package on these servers; or a sentence about one that is not among them.
    [[nodiscard]] std::variant<parent_package, std::string> redirected(parent_package const&) const;
    [[nodiscard]] password_source password() const;
};

/// Only its owner may read it, for it holds passwords. False: it cannot be written.
[[nodiscard]] bool write(fleet_file const&, std::string const& path);

/// Or a sentence that says what is wrong with it.
[[nodiscard]] std::variant<fleet_file, std::string> read_fleet_file(std::string const& path);

} // namespace ssislb::cli
