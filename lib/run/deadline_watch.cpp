#include "run/deadline_watch.hpp"

#include <ssislb/scheduler/expected_end.hpp>
#include <ssislb/scheduler/policies.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::detail {
namespace {

constexpr auto use_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Whatever the speed: the look plays the rest of the run.
constexpr milliseconds least_pause = std::chrono::seconds(1);

} // namespace

deadline_watch::deadline_watch(run_context& run, scheduler_options options)
    : run_(run)
    , options_(options)
    , pause_(run.executor) {}

void deadline_watch::begin(timestamp now) {
    if (auto const& deadline = run_.package.finish_by)
        due_ = instant_of(*deadline, now, options_.utc_offset);
}

void deadline_watch::note(timed_event const& what) {
    if (due_)
        so_far_.push_back(what);
}

boost::asio::awaitable<void> deadline_watch::watch() {
    auto const interval = std::max(run_.clock.real(run_.options.deadline_interval), least_pause);
    // Servers answer first.
    auto pause = std::min(run_.options.roll_call, interval);
    while (due_ && !stopped_) {
        pause_.expires_after(std::exchange(pause, interval));
        co_await pause_.async_wait(use_tuple);
        if (!stopped_)
            look();
    }
}

void deadline_watch::stop() {
    stopped_ = true;
    pause_.cancel();
}

void deadline_watch::look() {
    auto const now = run_.clock.now();
    auto const end = expected_end(run_.package, make_policy(run_.package), options_, so_far_, now);
    bool const late = !end || *end > *due_;
    if (late == std::exchange(endangered_, late))
        return;
    if (late)
        run_.recorder.tell(now, notice::deadline_endangered{*due_, end});
    else
        run_.recorder.tell(now, notice::deadline_safe{*due_, *end});
}

} // namespace ssislb::detail
