#include "agent/status_board.hpp"

#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>

#include <utility>

namespace ssislb::detail {

namespace asio = boost::asio;

struct status_board::round {
    bool done = false;
    error_code error;
    snapshot_pointer rows;
};

status_board::status_board(asio::any_io_executor const& strand,
                           std::shared_ptr<server_channel> channel)
    : strand_(strand)
    , channel_(std::move(channel))
    , arrivals_(strand)
    , poll_timer_(strand)
    , pulse_(channel_->options().reconnect_for) {}

operation<status_board::snapshot_pointer> status_board::fresh() {
    auto const self = shared_from_this();
    auto mine = joinable_;
    if (!mine) {
        // The question may be sent before co_spawn returns, and then nobody can join it any more.
        mine = joinable_ = std::make_shared<round>();
        asio::co_spawn(
            strand_, [self, mine] { return self->ask(mine); }, asio::detached);
    }
    while (!mine->done) {
        co_await arrivals_.wait();
        bool const canceled = is_canceled(co_await cancellation);
        if (!mine->done && canceled)
            co_return std::tuple(error_code(asio::error::operation_aborted), nullptr);
    }
    co_return std::tuple(mine->error, mine->rows);
}

asio::awaitable<void> status_board::ask(std::shared_ptr<round> asked) {
    // Who asks in the same breath joins.
    asio::steady_timer breath(strand_, milliseconds{0});
    co_await breath.async_wait(as_awaitable);
    auto answer =
        co_await channel_->call(ask_status(), request_kind::status, [this] { joinable_.reset(); });
    if (joinable_ == asked)
        joinable_.reset();
    // Who may not ask sees as little as who sees no rows; the jobs tell the rest.
    bool const hidden = answer.error == sql_server_errc::permission_denied;
    asked->error = hidden ? error_code() : answer.error;
    publish(std::move(answer));
    if (!asked->error)
        asked->rows = latest_;
    asked->done = true;
    arrivals_.notify_all();
}

void status_board::publish(server_answer answer) {
    if (!answer.error || answer.error == sql_server_errc::permission_denied) {
        auto const before = std::exchange(
            latest_, std::make_shared<activity_snapshot const>(read_activity(answer.result)));
        if (before)
            pulse_.compare(*before, *latest_);
        channel_->note_session(latest_->session());
        ++number_;
        failing_since_.reset();
        poll_timer_.cancel();
        return;
    }
    auto const now = std::chrono::steady_clock::now();
    if (answer.ask_again())
        return;
    if (!failing_since_)
        failing_since_ = now;
    else if (now - *failing_since_ > channel_->options().reconnect_for)
        end_ = answer.error;
}

asio::awaitable<void> status_board::poll() {
    while (!watched_.empty() && !end_) {
        poll_timer_.expires_after(channel_->options().poll_interval);
        auto const [interrupted] = co_await poll_timer_.async_wait(as_awaitable);
        // Somebody's fresh status has served as this poll, or nobody waits any more.
        if (interrupted && channel_->now() == server_channel::state::up)
            continue;
        end_ = co_await channel_->until_up();
        if (!end_ && !watched_.empty())
            co_await fresh();
        if (!end_ && pulse_.is_weak())
            co_await feel_pulse();
    }
    polling_ = false;
    arrivals_.notify_all();
}

/// Agents that stay down are given up, as servers are.
asio::awaitable<void> status_board::feel_pulse() {
    auto const job = job_that_should_run();
    if (!job)
        co_return pulse_.revive();
    auto const answer = co_await channel_->call(ask_job(*job));
    auto const found = read_jobs(answer.result);
    if (answer.error || found.empty())
        co_return;
    if (!pulse_.felt(found.front().runs(), std::chrono::steady_clock::now()) && !end_)
        end_ = agent_errc::agent_not_running;
}

/// One whose row is open: it cannot be idle. Else one that waits to be picked up.
std::optional<guid> status_board::job_that_should_run() const {
    std::optional<guid> pending;
    for (auto const& [job, waits] : watched_) {
        auto const* row = latest_->find(job);
        if (row != nullptr && is_open(*row))
            return job;
        if (row != nullptr && is_pending(*row))
            pending = job;
    }
    return pending;
}

void status_board::close() {
    end_ = asio::error::operation_aborted;
    poll_timer_.cancel();
    arrivals_.notify_all();
}

status_board::watch::watch(std::shared_ptr<status_board> board, guid job)
    : board_(std::move(board))
    , job_(job) {
    ++board_->watched_[job_];
    if (std::exchange(board_->polling_, true))
        return;
    board_->pulse_.revive();
    if (board_->end_ != asio::error::operation_aborted)
        board_->end_.clear();
    asio::co_spawn(
        board_->strand_, [self = board_] { return self->poll(); }, asio::detached);
}

status_board::watch::~watch() {
    auto const mine = board_->watched_.find(job_);
    if (--mine->second > 0)
        return;
    board_->watched_.erase(mine);
    if (board_->watched_.empty())
        board_->poll_timer_.cancel();
}

operation<status_board::sighting> status_board::next(std::uint64_t after) {
    while (number_ == after && !end_) {
        co_await arrivals_.wait();
        bool const canceled = is_canceled(co_await cancellation);
        if (canceled)
            co_return std::tuple(error_code(asio::error::operation_aborted), sighting());
    }
    if (number_ == after)
        co_return std::tuple(end_, sighting());
    co_return std::tuple(error_code(), sighting{number_, latest_});
}

} // namespace ssislb::detail
