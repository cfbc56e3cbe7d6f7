#include "run/deadline_watch.hpp"

#include <ssislb/scheduler/expected_end.hpp>
#include <ssislb/scheduler/policies.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

namespace ssislb::detail {
namespace {

constexpr auto use_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

/// Whatever the speed: a look plays the rest of the run.
constexpr milliseconds least_pause = std::chrono::seconds(1);
/// Looks take one part in so many of the strand's time.
constexpr int rest = 50;

} // namespace

deadline_watch::deadline_watch(run_context& run, scheduler_options options)
    : run_(run)
    , options_(options)
    , pause_(run.clock.make_alarm()) {}

void deadline_watch::begin(timestamp started) {
    if (!run_.package.finish_by)
        return;
    auto const now = run_.clock.now();
    due_ = instant_of(*run_.package.finish_by, started, options_.zone);
    run_.recorder.note_deadline(*due_);
    if (*due_ <= now) {
        endangered_ = true;
        run_.recorder.warn(now, {{},
                                 {},
                                 "finish_by = \"" + to_string(*run_.package.finish_by) +
                                     "\" has passed; the run goes on all the same"});
    }
}

void deadline_watch::note(timed_event const& what) {
    if (due_ && !std::holds_alternative<event::tick>(what.what))
        so_far_.push_back(what);
}

boost::asio::awaitable<void> deadline_watch::watch() {
    auto const interval = std::max(run_.clock.real(run_.options.deadline_interval), least_pause);
    // Servers answer first.
    auto pause = std::min(run_.options.roll_call, interval);
    while (due_ && !stopped_) {
        pause_->set_after(pause);
        co_await pause_->async_wait(use_tuple);
        if (stopped_)
            co_return;
        auto const begin = run_.clock.stopwatch();
        look();
        auto const took = run_.clock.stopwatch() - begin;
        pause = std::max(interval, rest * took);
    }
}

void deadline_watch::stop() {
    stopped_ = true;
    pause_->cancel();
}

void deadline_watch::look() {
    auto const now = run_.clock.now();
    // A run that somebody ends early is early; a deadline that has passed is past.
    if (run_.sink.cancel_requested() || *due_ <= now)
        return;
    auto const end =
        expected_end(run_.package, make_policy(run_.package, no_trials), options_, so_far_, now);
    bool const late = !end || *end > *due_;
    if (late == std::exchange(endangered_, late))
        return;
    if (late)
        run_.recorder.tell(now, notice::deadline_endangered{*due_, end});
    else
        run_.recorder.tell(now, notice::deadline_safe{*due_, *end});
}

} // namespace ssislb::detail
