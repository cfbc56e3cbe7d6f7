// The servers on which a plan is carried out: its own, or simulated ones.
#pragma once

#include "command_line.hpp"
#include "exit_code.hpp"

#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/credentials.hpp>

#include <memory>
#include <variant>

namespace ssislb::cli {

struct plan_servers {
    /// With the addresses of these servers.
    parent_package package;
    password_source password;
    /// How many times faster than real time they live.
    double speed = 1.0;
    /// Servers that live in this process.
    std::shared_ptr<void const> simulated;
};

/// Says on standard error why there are none.
[[nodiscard]] std::variant<plan_servers, exit_code> servers_of(parent_package,
                                                               std::optional<simulation> const&);

} // namespace ssislb::cli
