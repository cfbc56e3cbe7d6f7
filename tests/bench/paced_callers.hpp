// Connections of ours, each of which asks for the activity at a steady pace.
#pragma once

#include <ssislb/tds/connection.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssislb::bench {

/// Works on the thread that calls it.
class paced_callers {
public:
    /// Connects one to a port; throws when one cannot be reached. What the first `unmeasured` of
    /// them see is not recorded.
    paced_callers(std::vector<std::uint16_t> const& ports, tds::encryption, std::size_t unmeasured);
    ~paced_callers();
    paced_callers(paced_callers const&) = delete;
    paced_callers& operator=(paced_callers const&) = delete;

    /// Gives the milliseconds from question to answer of the calls that were answered meanwhile.
    std::vector<double> call_for(std::chrono::milliseconds);
    /// Of the measured ones, in all.
    [[nodiscard]] std::size_t failures() const noexcept { return failures_; }
    /// Of the unmeasured ones, in the last call_for.
    [[nodiscard]] std::size_t unmeasured_answers() const noexcept { return unmeasured_answers_; }

private:
    struct caller {
        tds::connection line;
        boost::asio::steady_timer pause;
        bool measured = true;
    };

    void connect(caller&, std::uint16_t port, tds::encryption);
    void call_later(caller&);
    void call(caller&);

    boost::asio::io_context io_{1};
    std::vector<caller> callers_;
    std::size_t connecting_ = 0;
    bool closing_ = false;
    std::vector<double> latencies_;
    std::size_t failures_ = 0;
    std::size_t unmeasured_answers_ = 0;
};

} // namespace ssislb::bench
