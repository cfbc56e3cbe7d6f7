// Asks the person at the terminal for a password that the plan names no source for.
#pragma once

#include <ssislb/model/server.hpp>

#include <boost/system/result.hpp>

#include <string>

namespace ssislb::cli {

/// The plan's source if it names one, else a prompt without echo on the controlling terminal.
/// Asks once for each user: servers with the same user share the answer.
///
/// Errors: those of read_password; errc::no_such_device_or_address without a terminal.
[[nodiscard]] boost::system::result<std::string> password_or_prompt(server const&);

} // namespace ssislb::cli
