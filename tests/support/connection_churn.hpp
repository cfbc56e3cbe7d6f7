// Connections that come and go in every way there is.
#pragma once

#include "cutting_relay.hpp"

#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace ssislb::test {

/// One server, with and without TLS, and the same behind relays that reset lines: in mid-login, and
/// after it.
class churn_server {
public:
    /// The context is run by one thread.
    explicit churn_server(boost::asio::io_context&);

    struct ports {
        std::uint16_t server = 0;
        std::uint16_t cut = 0;
        std::uint16_t cut_encrypted = 0;
    };
    [[nodiscard]] ports where() const;

private:
    sim::simulated_server server_;
    cutting_relay cut_;
    cutting_relay cut_encrypted_;
};

struct churn_counts {
    std::size_t attempts = 0;
    /// Logged in and answered a call.
    std::size_t answered = 0;
    /// Of these with TLS.
    std::size_t encrypted = 0;
    /// Ended by the line, in the login or in the call after it.
    std::size_t cut = 0;
    /// Canceled by us while logging in.
    std::size_t canceled = 0;
    /// Dropped with a call outstanding.
    std::size_t dropped = 0;
    unsigned threads_peak = 0;
};

/// Connects so many times, a few at a time, runs the context until all are over, and counts what
/// came of them. Each of six ways has its share: plain and with TLS, each closed in good order or
/// cut by the line; canceled in mid-login; dropped with a call outstanding.
[[nodiscard]] churn_counts churn(boost::asio::io_context&, std::shared_ptr<tds::runtime> const&,
                                 churn_server::ports, std::size_t attempts);

} // namespace ssislb::test
