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
    dblib_client(dblib_client&&) noexcept;
    dblib_client& operator=(dblib_client&&) = delete;

    /// Calls sp_help_jobactivity so many times and reads all rows; gives their number.
    std::size_t ask_activity(std::size_t times);

    /// Sends sp_start_job; the answer is to be taken once the descriptor is readable.
    void send_start(std::string const& job);
    /// The same with sp_help_jobactivity.
    void send_activity();
    /// The same with the query for the rows that have changed since a time to come, which is
    /// prepared first: no row has.
    void send_changes();
    /// Blocks until the answer has come. False: the server refused.
    bool take_answer();
    [[nodiscard]] int descriptor() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace ssislb::bench
