// Where the sockets are through which runs under way are controlled.
#pragma once

#include <string>
#include <vector>

namespace ssislb::cli {

/// A folder, or the sentence that says why it will not do.
struct control_folder {
    std::string path;
    std::string trouble;
};

/// Folders in which this user's runs may have their sockets; they need not exist.
/// SSISLB_CONTROL_DIR alone where it is set; else ssislb in XDG_RUNTIME_DIR and in the folder that
/// it has for those who log in, which a run started by cron knows nothing of; and one in /tmp.
[[nodiscard]] std::vector<std::string> control_folders();

/// Whether it belongs to this user, and is closed to all others.
[[nodiscard]] control_folder look_at_folder(std::string const& path);

/// The first of these that a new run's socket can be in; it is made if need be.
[[nodiscard]] control_folder make_folder();

/// A name in the folder that no other run has.
[[nodiscard]] std::string new_socket_name(std::string const& folder);

/// Longest path of a socket, in bytes, with room for the name that it has until it listens.
extern std::size_t const longest_socket_path;

} // namespace ssislb::cli
