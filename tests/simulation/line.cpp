// The connection between a process and an instance: one question after the other, lost and made
// again.
#include "line.hpp"

#include "agent/backoff.hpp"

#include <ssislb/base/errors.hpp>

#include <boost/asio/append.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::simulation {

namespace asio = boost::asio;

namespace {

constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

reply nothing_but(error_code error, bool sent) {
    reply answer;
    answer.error = error;
    answer.sent = sent;
    return answer;
}

} // namespace

coroutine<void> wakers::wait() {
    auto token = asio::use_awaitable;
    co_await asio::async_initiate<asio::use_awaitable_t<>, void()>(
        [this](asio::any_completion_handler<void()> handler) {
            waiting_.push_back(std::move(handler));
        },
        token);
}

void wakers::wake_all() {
    for (auto& each : std::exchange(waiting_, {}))
        asio::post(executor_, std::move(each));
}

void wakers::wake_first() {
    if (waiting_.empty())
        return;
    auto first = std::move(waiting_.front());
    waiting_.pop_front();
    asio::post(executor_, std::move(first));
}

line::line(network& between, instance& server, asio::any_io_executor executor,
           virtual_timekeeper& clock, supervision_options options, chance luck)
    : network_(between)
    , server_(server)
    , executor_(executor)
    , clock_(clock)
    , options_(options)
    , chance_(luck)
    , turns_(executor)
    , changes_(executor) {}

coroutine<error_code> line::connect() {
    if (state_ == state::up)
        co_return error_code();
    if (state_ == state::closed)
        co_return error_code(asio::error::operation_aborted);
    if (state_ == state::connecting || state_ == state::lost)
        co_return error_code(client_errc::operation_in_progress);
    enter(state::connecting);
    auto const error = co_await try_to_connect();
    if (state_ == state::closed)
        co_return error_code(asio::error::operation_aborted);
    enter(error ? state::unconnected : state::up);
    co_return error;
}

coroutine<error_code> line::try_to_connect() {
    ++connection_;
    was_reset_ = false;
    question const hello;
    auto const answer = co_await exchange(hello);
    co_return answer.error;
}

coroutine<reply> line::exchange(question asked) {
    ++questions_;
    auto token = asio::use_awaitable;
    co_return co_await asio::async_initiate<asio::use_awaitable_t<>, void(reply)>(
        [this, &asked](reply_handler handler) {
            asking_.emplace(std::move(handler));
            if (dead_)
                return;
            bool const connects = asked.what == question_kind::connect;
            network_.send(*this, connection_, asked,
                          connects ? options_.connect_timeout : options_.call_timeout);
        },
        token);
}

coroutine<reply> line::ask(question asked) {
    auto const since = clock_.stopwatch();
    for (;;) {
        if (state_ == state::closed)
            co_return nothing_but(asio::error::operation_aborted, false);
        if (state_ != state::up)
            co_return nothing_but(client_errc::not_connected, false);
        if (!busy_)
            break;
        co_await turns_.wait();
    }
    bool const is_start = asked.what == question_kind::start;
    // A start that is sent much later than its mark was made would pass for somebody else's.
    if (is_start && clock_.stopwatch() - since > options_.call_timeout) {
        turns_.wake_first();
        co_return nothing_but(client_errc::not_connected, false);
    }
    busy_ = true;
    if (is_start && !dead_)
        asked.intent = network_.starts().sent(server_.number(), asked.job);
    auto answer = co_await exchange(asked);
    busy_ = false;
    turns_.wake_first();
    co_return answer;
}

bool line::carries(std::uint32_t connection) const noexcept {
    return connection == connection_ && !was_reset_;
}

void line::complete(reply answer) {
    if (auto waiting = std::exchange(asking_, std::nullopt))
        asio::post(executor_, asio::append(std::move(*waiting), std::move(answer)));
}

void line::deliver(std::uint32_t connection, reply answer) {
    if (!dead_ && carries(connection))
        complete(std::move(answer));
}

void line::cut(std::uint32_t connection, error_code why) {
    if (dead_ || !carries(connection))
        return;
    bool const was_up = state_ == state::up;
    // Nothing arrives any more of what was sent.
    was_reset_ = true;
    complete(nothing_but(why, true));
    if (was_up)
        lose(why);
}

bool line::occur(std::uint64_t connection) {
    if (dead_ || state_ != state::up || connection != connection_ || was_reset_)
        return false;
    cut(connection_, client_errc::connection_lost);
    return true;
}

void line::hear_of_crash(instant after) {
    network_.time().after(after, *this, connection_);
}

void line::lose(error_code why) {
    enter(state::lost);
    turns_.wake_all();
    tell(false, why, false);
    asio::co_spawn(
        executor_, [self = shared_from_this()] { return self->reconnect(); }, asio::detached);
}

coroutine<void> line::reconnect() {
    auto const since = clock_.stopwatch();
    detail::backoff pauses(options_);
    error_code why = client_errc::connection_lost;
    for (;;) {
        auto const luck = static_cast<double>(chance_.between(0, 1000)) / 1000;
        auto const length = pauses.next(clock_.stopwatch() - since, luck);
        if (!length) {
            enter(state::given_up);
            co_return tell(false, why, true);
        }
        co_await pause(*length);
        if (state_ == state::closed)
            co_return;
        auto const error = co_await try_to_connect();
        if (state_ == state::closed)
            co_return;
        if (!error)
            break;
        why = error;
    }
    ++reconnects_;
    enter(state::up);
    tell(true, {}, false);
}

coroutine<error_code> line::until_up() {
    while (state_ == state::lost || state_ == state::connecting)
        co_await changes_.wait();
    if (state_ == state::up)
        co_return error_code();
    if (state_ == state::given_up)
        co_return error_code(client_errc::connection_lost);
    if (state_ == state::closed)
        co_return error_code(asio::error::operation_aborted);
    co_return error_code(client_errc::not_connected);
}

coroutine<void> line::pause(milliseconds length) {
    if (state_ == state::closed)
        co_return;
    auto const alarm = clock_.make_alarm();
    pauses_.push_back(alarm.get());
    alarm->set_after(length);
    co_await alarm->async_wait(use_tuple);
    std::erase(pauses_, alarm.get());
}

void line::tell(bool up, error_code why, bool final) {
    asio::post(executor_, [self = shared_from_this(), up, why, final] {
        if (!self->closed() && self->changed_)
            self->changed_(up, why, {}, final);
    });
}

void line::enter(state next) {
    state_ = next;
    changes_.wake_all();
}

void line::close() {
    if (state_ == state::closed)
        return;
    enter(state::closed);
    changed_ = nullptr;
    turns_.wake_all();
    complete(nothing_but(asio::error::operation_aborted, true));
    for (auto* each : pauses_)
        each->cancel();
}

} // namespace ssislb::simulation
