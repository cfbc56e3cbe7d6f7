// The other end of control sockets: finds this user's runs and asks them.
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <vector>

namespace ssislb::cli {

struct living_run {
    std::string socket;
    /// Empty where the run does not answer at the moment.
    std::string package;
    long pid = 0;
    /// RFC 3339.
    std::string since;
};

/// The answer to a line, both without their ends. Fails with connection_refused and
/// no_such_file_or_directory where nobody listens, timed_out where nobody answers, else the run has
/// ended meanwhile.
[[nodiscard]] boost::system::result<std::string> ask(std::string const& socket,
                                                     std::string const& line);

/// The runs in the folders, oldest first. Sockets that dead ones have left are removed. Folders
/// that are not this user's alone are passed over.
[[nodiscard]] std::vector<living_run> living_runs(std::vector<std::string> const& folders);

/// The run at that socket; none where nobody listens. Nothing is removed.
[[nodiscard]] std::vector<living_run> run_at(std::string const& socket);

} // namespace ssislb::cli
