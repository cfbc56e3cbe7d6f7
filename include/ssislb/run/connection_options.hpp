// A server of a plan as the options of its connection.
#pragma once

#include <ssislb/model/server.hpp>
#include <ssislb/tds/options.hpp>

#include <string>

namespace ssislb {

/// Database msdb; user, encryption and verification as the plan says.
[[nodiscard]] tds::options connection_options(server const&, std::string password);

} // namespace ssislb
