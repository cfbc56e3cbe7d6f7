#include "stop_signals.hpp"

#include <csignal>
#include <utility>

namespace ssislb::cli {

stop_signals::stop_signals(boost::asio::any_io_executor executor, package_run& run, teller tell)
    : signals_(executor, SIGINT, SIGTERM, SIGHUP)
    , run_(run)
    , tell_(std::move(tell)) {
    wait();
}

void stop_signals::wait() {
    signals_.async_wait([this](error_code error, int) {
        if (error)
            return;
        act();
        wait();
    });
}

void stop_signals::act() {
    switch (++received_) {
    case 1:
        tell_("stopping: nothing more is started, waiting for what runs (Ctrl-C again stops our "
              "jobs)");
        return run_.cancel(false);
    case 2:
        tell_("stopping our jobs (Ctrl-C again leaves at once; jobs then go on)");
        return run_.cancel(true);
    default:
        tell_("leaving; jobs that run go on without us");
        return run_.abandon();
    }
}

} // namespace ssislb::cli
