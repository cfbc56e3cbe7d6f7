#include "agent/status_board.hpp"

#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"

#include <ssislb/base/condition.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>

#include <utility>

namespace ssislb::detail {

namespace asio = boost::asio;

struct status_board::round {
    /// Who wants to see which jobs, besides those that are waited for.
    std::vector<guid> jobs;
    bool of_all_jobs = false;
    [[nodiscard]] bool is_wanted() const noexcept { return of_all_jobs || !jobs.empty(); }
    std::chrono::steady_clock::time_point asked_at;
    bool done = false;
    error_code error;
    activity_snapshot rows;
};

/// When the execution context ends under a poll, the waits' handlers go with it.
class status_board::abandonment {
public:
    explicit abandonment(status_board& board) noexcept
        : board_(&board) {}
    abandonment(abandonment const&) = delete;
    abandonment& operator=(abandonment const&) = delete;
    ~abandonment() {
        if (board_ != nullptr)
            static_cast<void>(board_->waits_.take_all());
    }

    void no_longer() noexcept { board_ = nullptr; }

private:
    status_board* board_;
};

status_board::status_board(serial_executor const& strand, asio::any_io_executor outer,
                           std::shared_ptr<server_channel> channel)
    : strand_(strand)
    , outer_(std::move(outer))
    , channel_(std::move(channel))
    , arrivals_(strand)
    , poll_timer_(strand)
    , timing_(channel_->options())
    , pulse_(channel_->options().reconnect_for) {}

status_board::~status_board() = default;

operation<sighting> status_board::fresh(guid const& job) {
    auto const asked = join();
    asked->jobs.push_back(job);
    auto const [error] = co_await until_done(asked);
    co_return std::tuple(error, error ? sighting() : asked->rows.of(job));
}

operation<> status_board::refresh() {
    auto const asked = join();
    asked->of_all_jobs = true;
    co_return co_await until_done(asked);
}

status_board::round_pointer status_board::join() {
    if (!joinable_) {
        joinable_ = std::make_shared<round>();
        asio::co_spawn(
            strand_,
            [self = shared_from_this(), mine = joinable_] { return self->ask(mine, true); },
            asio::detached);
    }
    return joinable_;
}

operation<> status_board::until_done(round_pointer asked) {
    auto const self = shared_from_this();
    while (!asked->done) {
        co_await arrivals_.wait();
        bool const canceled = is_canceled(co_await cancellation);
        if (!asked->done && canceled)
            co_return std::tuple(error_code(asio::error::operation_aborted));
    }
    co_return std::tuple(asked->error);
}

coroutine<void> status_board::ask(round_pointer asked, bool with_others) {
    if (with_others) {
        // Who asks in the same breath joins.
        serial_timer breath(strand_, milliseconds{0});
        co_await breath.async_wait(as_awaitable);
    }
    server_request question{tds::rpc(), request_kind::status, {}};
    question.on_turn = [this, &asked](server_request& now) {
        joinable_.reset();
        asked->asked_at = std::chrono::steady_clock::now();
        put_question(*asked, now);
    };
    auto answer = co_await channel_->call_to_the_end(std::move(question));
    if (joinable_ == asked)
        joinable_.reset();
    publish(*asked, std::move(answer));
    asked->done = true;
    arrivals_.notify_all();
}

void status_board::put_question(round const& asked, server_request& now) {
    waits_.question_asked();
    auto wanted = need_of(asked);
    if (channel_->line_is_wanted())
        wanted.may_wait.reset();
    now.what = question_.put(wanted);
    if (question_.last() == status_question::form::awaited_change)
        now.server_waits = wanted.may_wait->longest;
}

status_question::need status_board::need_of(round const& asked) const {
    auto const& options = channel_->options();
    status_question::need wanted;
    wanted.count = asked.of_all_jobs ? 0 : asked.jobs.size() + waits_.size();
    wanted.list = [this, &asked] {
        auto jobs = asked.jobs;
        for (auto const& each : waits_.entries())
            jobs.push_back(each.job());
        return jobs;
    };
    wanted.any_row = asked.is_wanted() || waits_.is_curious();
    wanted.time_too = asked.is_wanted();
    wanted.may_read_tables = channel_->may_read_tables();
    if (options.long_poll && !options.poll_interval && !asked.is_wanted())
        wanted.may_wait = {*options.long_poll, options.long_poll_look};
    wanted.now = channel_->server_now();
    wanted.connection = channel_->connection_number();
    return wanted;
}

void status_board::publish(round& asked, server_answer answer) {
    // Who may not ask sees as little as who sees no rows; the jobs tell the rest.
    if (question_.is_answered(answer.error)) {
        failing_since_.reset();
        question_.learn(answer.result);
        auto const fingerprint = activity_snapshot::fingerprint(answer.result);
        pulse_.look(fingerprint, std::chrono::steady_clock::now());
        if (!waits_.has_seen(fingerprint) || asked.is_wanted()) {
            asked.rows = activity_snapshot(std::move(answer.result));
            show(asked.rows, fingerprint);
        }
        last_asked_ = asked.asked_at;
    } else {
        asked.error = answer.error;
        if (!answer.ask_again())
            note_failure(answer.error);
    }
    // A poll that was called off is put again soon, one that failed is not.
    bool const failed = asked.error && asked.error != condition::canceled;
    if (!failed && question_.would_wait(need_of({})))
        timing_.leave_to_server();
    else
        timing_.asked(waits_);
}

void status_board::show(activity_snapshot const& rows, std::uint64_t fingerprint) {
    if (rows.session())
        channel_->note_session(rows.session());
    for (auto const& [wait, row] :
         waits_.compare(rows, fingerprint, question_.shows_changes_only())) {
        wait->look(row != nullptr ? rows.at(*row)
                                  : sighting{rows.session(), rows.newest_history(), std::nullopt},
                   last_asked_);
        if (wait->is_restless())
            waits_.look_again(*wait);
    }
}

void status_board::note_failure(error_code const& why) {
    question_.refused(why);
    auto const now = std::chrono::steady_clock::now();
    if (!failing_since_)
        failing_since_ = now;
    else if (now - *failing_since_ > channel_->options().reconnect_for)
        end_ = why;
}

void status_board::add(job_wait_pointer const& wait) {
    if (end_ == asio::error::operation_aborted)
        return wait->end(end_);
    wait->begin();
    if (auto const earlier = lengths_.of(wait->job()))
        wait->expect(*earlier);
    waits_.add(wait);
    if (std::exchange(polling_, true)) {
        timing_.hurry(*wait);
        if (poll_timer_.expiry() > timing_.due())
            poll_timer_.cancel();
        channel_->claim_line();
        return;
    }
    end_.clear();
    pulse_.revive();
    timing_.begin(*wait);
    asio::co_spawn(
        strand_, [self = shared_from_this()] { return self->poll(); }, asio::detached);
}

void status_board::remove(job_wait const& wait) {
    waits_.remove(wait);
    if (!waits_.empty())
        return;
    poll_timer_.cancel();
    channel_->claim_line();
}

void status_board::look_again(job_wait const& wait) {
    waits_.look_again(wait);
    channel_->claim_line();
}

coroutine<void> status_board::poll() {
    abandonment at_shutdown(*this);
    while (!waits_.empty() && !end_) {
        poll_timer_.expires_at(timing_.due());
        co_await poll_timer_.async_wait(as_awaitable);
        // Somebody's fresh status has served as this poll, or nobody waits any more.
        if (waits_.empty() || end_ || !timing_.is_due())
            continue;
        auto const gone = co_await channel_->until_up();
        if (gone)
            end_ = gone;
        else if (!waits_.empty())
            co_await poll_once();
        if (auto const job = timing_.job_to_ask_about(waits_, lengths_); job && !end_)
            co_await ask_length(*job);
    }
    at_shutdown.no_longer();
    polling_ = false;
    timing_.rest();
    end_waits();
}

coroutine<void> status_board::poll_once() {
    if (joinable_) {
        co_await until_done(joinable_);
    } else {
        joinable_ = std::make_shared<round>();
        co_await ask(joinable_, false);
    }
    if (!end_ && pulse_.is_weak(std::chrono::steady_clock::now()))
        co_await feel_pulse();
}

/// Once a job, whatever the answer.
coroutine<void> status_board::ask_length(guid job) {
    auto const answer = co_await channel_->call(ask_lengths(job), request_kind::history);
    if (answer.ask_again())
        co_return;
    lengths_.note_asked(job);
    lengths_.learn(read_history(answer.result));
    auto const found = lengths_.of(job);
    if (!found)
        co_return;
    for (auto const& each : waits_.entries()) {
        if (each.job() != job)
            continue;
        each.wait->expect(*found);
        timing_.hurry(*each.wait);
    }
}

/// Agents that stay down are given up, as servers are.
coroutine<void> status_board::feel_pulse() {
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

/// One that has been picked up: it cannot be idle. Else one that waits for it.
std::optional<guid> status_board::job_that_should_run() const {
    std::optional<guid> pending;
    for (auto const& each : waits_.entries()) {
        if (each.wait->has_started())
            return each.job();
        if (each.wait->should_run())
            pending = each.job();
    }
    return pending;
}

void status_board::end_waits() {
    if (!end_)
        return;
    for (auto const& each : waits_.take_all())
        each->end(end_);
}

void status_board::close() {
    end_ = asio::error::operation_aborted;
    poll_timer_.cancel();
    if (!polling_)
        end_waits();
    arrivals_.notify_all();
}

} // namespace ssislb::detail
