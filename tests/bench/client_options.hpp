// How the clients of ours connect to the simulated servers of a benchmark.
#pragma once

#include "server_process.hpp"

#include <ssislb/tds/options.hpp>

#include <cstdint>

namespace ssislb::bench {

inline tds::options options_for(std::uint16_t port,
                                tds::encryption encrypt = tds::encryption::off) {
    tds::options how;
    how.server = {"127.0.0.1", port, {}};
    how.auth = tds::sql_login{server_process::user, server_process::password};
    how.database = "msdb";
    how.encrypt = encrypt;
    how.verify_certificate = false;
    return how;
}

} // namespace ssislb::bench
