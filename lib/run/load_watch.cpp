#include "run/load_watch.hpp"

#include <ssislb/base/sql_server_error.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::detail {
namespace {

constexpr auto use_tuple = boost::asio::as_tuple(boost::asio::use_awaitable);

} // namespace

load_watch::load_watch(run_context& run, server_id server, remote_agent& remote)
    : run_(run)
    , server_(server)
    , remote_(remote)
    , pause_(run.clock.make_alarm()) {}

boost::asio::awaitable<error_code> load_watch::look_first() {
    if (!spec().count_foreign)
        co_return error_code();
    co_return co_await look();
}

boost::asio::awaitable<void> load_watch::watch() {
    auto const interval =
        std::max(run_.clock.real(run_.options.load_interval), run_.options.least_poll_interval);
    while (!stopped_) {
        pause_->set_after(interval);
        co_await pause_->async_wait(use_tuple);
        if (!stopped_ && is_worth_a_look())
            static_cast<void>(co_await look());
    }
}

void load_watch::stop() {
    stopped_ = true;
    pause_->cancel();
}

bool load_watch::is_worth_a_look() const {
    auto const now = run_.clock.now();
    return spec().count_foreign || std::ranges::any_of(ours_, [&](our_job const& one) {
               return !one.picked_up && now - one.sent_at >= run_.options.load_interval;
           });
}

boost::asio::awaitable<error_code> load_watch::look() {
    auto ours = our_jobs();
    auto const [error, busy] = co_await remote_.busy_jobs();
    if (error || stopped_) {
        tell_refusal(error);
        co_return error;
    }
    auto const since = our_jobs();
    ours.insert(ours.end(), since.begin(), since.end());
    ended_.clear();
    tell(busy, ours);
    co_return error_code();
}

void load_watch::tell_refusal(error_code const& error) {
    if (stopped_ || error.category() != sql_server_category() || std::exchange(told_refusal_, true))
        return;
    run_.recorder.warn(run_.clock.now(),
                       {{},
                        server_,
                        "server " + spec().name + " does not tell what runs there (" +
                            error.message() + "); jobs of others do not count"});
}

void load_watch::tell(std::vector<agent_job> const& busy, std::vector<guid> const& ours) {
    std::uint32_t foreign = 0;
    std::uint32_t waiting = 0;
    bool threads_are_short = false;
    for (agent_job const& one : busy) {
        bool const waits = one.execution_status == job_state::waiting_for_thread;
        bool const is_ours = std::ranges::find(ours, one.id) != ours.end();
        threads_are_short |= waits;
        waiting += waits && is_ours ? 1U : 0U;
        foreign += one.runs() && !is_ours ? 1U : 0U;
    }
    if (spec().count_foreign && foreign != told_foreign_) {
        told_foreign_ = foreign;
        run_.sink.publish(event::foreign_load{server_, foreign});
    }
    if (threads_are_short)
        run_.sink.publish(event::threads_short{server_, waiting});
}

/// Those that live, and those that have ended since the last look.
std::vector<guid> load_watch::our_jobs() const {
    auto jobs = ended_;
    for (our_job const& one : ours_)
        jobs.push_back(one.id);
    return jobs;
}

void load_watch::sent(attempt_id attempt, guid job) {
    ours_.push_back({attempt, job, run_.clock.now()});
}

void load_watch::picked_up(attempt_id attempt) {
    for (our_job& one : ours_)
        if (one.attempt == attempt)
            one.picked_up = true;
}

void load_watch::ended(attempt_id attempt) {
    auto const found = std::ranges::find(ours_, attempt, &our_job::attempt);
    if (found == ours_.end())
        return;
    ended_.push_back(found->id);
    ours_.erase(found);
}

} // namespace ssislb::detail
