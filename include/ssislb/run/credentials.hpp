// Where a server's password comes from: never from the plan itself.
#pragma once

#include <ssislb/model/server.hpp>

#include <boost/system/result.hpp>

#include <functional>
#include <string>

namespace ssislb {

/// Gives the password of a server, or says why there is none.
///
/// Called once for each server when a run connects, on the run's executor; it may block, as a
/// prompt does. The string is handed to the connection and kept nowhere else.
using password_source = std::function<boost::system::result<std::string>(server const&)>;

/// Reads the environment variable or the first line of the file that the server names; empty for
/// a server without either.
///
/// Errors: errc::no_such_file_or_directory when the variable is not set or the file is not there;
/// errc::no_message when it is empty; errc::permission_denied when others may read the file, or we
/// may not; else the system's error.
[[nodiscard]] boost::system::result<std::string> read_password(server const&);

} // namespace ssislb
