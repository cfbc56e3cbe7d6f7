// Ctrl-C in three steps: start nothing more, stop our jobs, leave. A terminal that closes counts as
// one.
#pragma once

#include <ssislb/run/package_run.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/signal_set.hpp>

#include <functional>
#include <string_view>

namespace ssislb::cli {

class stop_signals {
public:
    using teller = std::function<void(std::string_view)>;

    /// Object lifetimes: the run outlives this object.
    stop_signals(boost::asio::any_io_executor, package_run&, teller);

    void cancel() { signals_.cancel(); }

private:
    void wait();
    void act();

    boost::asio::signal_set signals_;
    package_run& run_;
    teller tell_;
    int received_ = 0;
};

} // namespace ssislb::cli
