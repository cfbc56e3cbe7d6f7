// A plain client of db-lib, as a C programmer writes it: the peer that we are held against.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace ssislb::bench {

class dblib_client {
public:
    dblib_client(std::uint16_t port, std::string const& user, std::string const& password);
    ~dblib_client();
    dblib_client(dblib_client const&) = delete;
    dblib_client& operator=(dblib_client const&) = delete;

    /// Calls sp_help_jobactivity so many times and reads all rows; gives their number.
    std::size_t ask_activity(std::size_t times);

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace ssislb::bench
