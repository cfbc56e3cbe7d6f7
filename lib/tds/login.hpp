// The parts of a login that block: the name's resolution, and FreeTDS's own login.
#pragma once

#include "tds/dblib.hpp"

#include <ssislb/base/error_code.hpp>
#include <ssislb/tds/options.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace ssislb::tds::detail {

/// One attempt, shared by the connection and the job on the login pool. The job writes it, then
/// the connection reads it; only `abandoned` is touched by both at a time.
struct login_attempt {
    options how;
    std::string section;
    /// Nobody waits for the outcome any more.
    std::atomic<bool> abandoned{false};
    /// The longest time for FreeTDS's login, should nobody be there to abandon it.
    std::chrono::milliseconds patience{0};

    std::vector<boost::asio::ip::tcp::endpoint> addresses;
    /// The server let FreeTDS wait until it gave up.
    bool silent = false;
    error_code code;
    diagnostics diag;
    std::shared_ptr<dblib_process> process;
    /// A duplicate of the process's socket, or -1.
    int socket = -1;

    login_attempt() = default;
    login_attempt(login_attempt const&) = delete;
    login_attempt& operator=(login_attempt const&) = delete;
    ~login_attempt();

    /// Moves the options here and overwrites the password that stays behind.
    void take(options& from);
};

/// Sets `addresses`, or `code`.
void resolve(login_attempt&);

/// Sets `process` and `socket`, or `code`. Overwrites the password.
void log_in(login_attempt&);

/// Our code for what the network said; its own words go to the diagnostics.
[[nodiscard]] error_code network_error(error_code const&, diagnostics&);

} // namespace ssislb::tds::detail
