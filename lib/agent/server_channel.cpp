#include "agent/server_channel.hpp"

#include "agent/backoff.hpp"
#include "agent/msdb_calls.hpp"
#include "agent/msdb_rows.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::detail {

namespace asio = boost::asio;

struct server_channel::pending_call {
    pending_call(serial_executor const& strand, server_request wanted)
        : request(std::move(wanted))
        , changed(strand) {}

    server_request request;
    server_answer answer;
    bool sent = false;
    bool done = false;
    notifier changed;
};

server_channel::server_channel(serial_executor const& strand, std::shared_ptr<tds::runtime> runtime,
                               tds::options how, supervision_options options)
    : strand_(strand)
    , how_(std::move(how))
    , options_(options)
    , connection_(strand, std::move(runtime))
    , state_changes_(strand)
    , pause_(strand)
    , chance_(std::random_device{}()) {}

coroutine<server_answer> server_channel::call(tds::rpc what, request_kind kind) {
    return call(server_request{std::move(what), kind, {}});
}

coroutine<server_answer> server_channel::call(tds::batch what) {
    return call(server_request{std::move(what), request_kind::other, {}});
}

coroutine<server_answer> server_channel::call(server_request request) {
    bool const canceled = is_canceled(co_await cancellation);
    if (state_ == state::closed || canceled)
        co_return server_answer{asio::error::operation_aborted, {}, false};
    if (state_ != state::up)
        co_return server_answer{client_errc::not_connected, {}, false};
    auto const mine = std::make_shared<pending_call>(strand_, std::move(request));
    queue_.push_back(mine);
    if (serving_)
        claim_line();
    else
        serve_queue();
    co_await leave(*mine);
    co_return std::move(mine->answer);
}

coroutine<server_answer> server_channel::call_to_the_end(server_request request) {
    // Whoever waits is before us.
    if (state_ != state::up || serving_)
        co_return co_await call(std::move(request));
    serving_ = true;
    auto answer = co_await carry_out(request);
    serving_ = false;
    if (state_ == state::up && !queue_.empty())
        serve_queue();
    co_return answer;
}

void server_channel::serve_queue() {
    serving_ = true;
    asio::co_spawn(
        strand_, [self = shared_from_this()] { return self->serve(); }, asio::detached);
}

/// Until the call is done, or its caller has lost interest in it.
coroutine<void> server_channel::leave(pending_call& mine) {
    while (!mine.done) {
        co_await mine.changed.wait();
        auto const asked = co_await cancellation;
        auto const type = asked.cancelled();
        if (mine.done || type == asio::cancellation_type::none)
            continue;
        bool const terminal =
            (type & asio::cancellation_type::terminal) != asio::cancellation_type::none;
        if (mine.sent && mine.request.is_start() && !terminal)
            continue;
        std::erase_if(queue_, [&mine](auto const& each) { return each.get() == &mine; });
        finish(mine, {asio::error::operation_aborted, {}, mine.sent});
    }
}

void server_channel::finish(pending_call& call, server_answer answer) {
    if (std::exchange(call.done, true))
        return;
    call.answer = std::move(answer);
    call.changed.notify_all();
}

coroutine<void> server_channel::serve() {
    while (state_ == state::up && !queue_.empty()) {
        auto const current = std::move(queue_.front());
        queue_.pop_front();
        if (current->request.is_too_late()) {
            finish(*current, {client_errc::not_connected, {}, false});
            continue;
        }
        current->sent = true;
        finish(*current, co_await carry_out(current->request));
    }
    serving_ = false;
}

/// Sends away what is asked; the rest of the request is left.
coroutine<server_answer> server_channel::carry_out(server_request& request) {
    if (request.on_turn)
        request.on_turn(request);
    auto answer = co_await send(std::move(request));
    if (state_ == state::up && !connection_.is_open())
        lose(answer.error ? answer.error : error_code(client_errc::connection_lost),
             answer.result.diag);
    co_return answer;
}

template <class Token>
auto server_channel::ask(server_request&& request, Token token) {
    auto const patience = options_.call_timeout + request.server_waits.value_or(milliseconds{0});
    if (auto* call = std::get_if<tds::rpc>(&request.what))
        return connection_.async_call(std::move(*call), patience, token);
    return connection_.async_execute(std::move(std::get<tds::batch>(request.what)), patience,
                                     token);
}

coroutine<server_answer> server_channel::send(server_request&& request) {
    count(request.kind);
    server_answer answer;
    auto asked = request.yields()
                     ? ask(std::move(request),
                           asio::bind_cancellation_slot(line_wanted_.slot(), as_awaitable))
                     : ask(std::move(request), as_awaitable);
    std::tie(answer.error, answer.result) = co_await std::move(asked);
    answer.sent = answer.error != client_errc::not_connected &&
                  answer.error != client_errc::invalid_argument &&
                  answer.error != client_errc::operation_in_progress;
    co_return answer;
}

void server_channel::count(request_kind kind) {
    std::lock_guard const lock(mutex_);
    ++statistics_.statements;
    if (kind == request_kind::status)
        ++statistics_.status_polls;
    if (kind == request_kind::start)
        ++statistics_.starts;
    if (kind == request_kind::history)
        ++statistics_.history_reads;
}

void server_channel::note_session(std::optional<std::int32_t> newest) {
    std::lock_guard const lock(mutex_);
    facts_.agent_session = newest;
}

session_facts server_channel::facts() const {
    std::lock_guard const lock(mutex_);
    return facts_;
}

supervision_statistics server_channel::statistics() const {
    std::lock_guard const lock(mutex_);
    return statistics_;
}

operation<diagnostics> server_channel::connect() {
    if (state_ == state::up)
        co_return std::tuple(error_code(), diagnostics());
    if (state_ == state::closed)
        co_return std::tuple(error_code(asio::error::operation_aborted), diagnostics());
    if (state_ == state::connecting || state_ == state::lost)
        co_return std::tuple(error_code(client_errc::operation_in_progress), diagnostics());
    enter(state::connecting);
    auto [error, said] = co_await try_to_connect();
    if (state_ == state::closed)
        co_return std::tuple(error_code(asio::error::operation_aborted), std::move(said));
    enter(error ? state::unconnected : state::up);
    co_return std::tuple(error, std::move(said));
}

operation<diagnostics> server_channel::try_to_connect() {
    auto [error, said] =
        co_await connection_.async_connect(how_, options_.connect_timeout, as_awaitable);
    if (error)
        co_return std::tuple(error, std::move(said));
    ++connection_number_;
    server_request question{ask_facts(), request_kind::other, {}};
    auto const answer = co_await send(std::move(question));
    auto const facts = read_facts(answer.result);
    if (!answer.error && facts) {
        {
            std::lock_guard const lock(mutex_);
            facts_ = *facts;
            facts_at_ = std::chrono::steady_clock::now();
        }
        watch_idle();
        co_return std::tuple(error_code(), std::move(said));
    }
    connection_.close();
    co_return std::tuple(answer.error ? answer.error : error_code(client_errc::protocol_violation),
                         answer.result.diag);
}

/// A connection that dies while nobody calls is noticed at once.
void server_channel::watch_idle() {
    connection_.async_wait_dead(
        asio::bind_executor(strand_, [weak = weak_from_this()](error_code error) {
            auto const self = weak.lock();
            // The call under way tells more of it.
            if (self && !error && !self->serving_ && self->state_ == state::up)
                self->lose(client_errc::connection_lost, {});
        }));
}

void server_channel::lose(error_code why, diagnostics said) {
    enter(state::lost);
    fail_queued(client_errc::not_connected);
    if (changed_)
        changed_(false, why, std::move(said), false);
    asio::co_spawn(
        strand_, [self = shared_from_this()] { return self->reconnect(); }, asio::detached);
}

coroutine<void> server_channel::reconnect() {
    using std::chrono::steady_clock;
    auto const since = steady_clock::now();
    backoff pauses(options_);
    error_code why = client_errc::connection_lost;
    diagnostics last;
    for (;;) {
        auto const passed = std::chrono::duration_cast<milliseconds>(steady_clock::now() - since);
        auto const pause =
            pauses.next(passed, std::uniform_real_distribution<double>(0.0, 1.0)(chance_));
        if (!pause)
            co_return give_up(why, std::move(last));
        pause_.expires_after(*pause);
        co_await pause_.async_wait(as_awaitable);
        if (state_ == state::closed)
            co_return;
        auto [error, said] = co_await try_to_connect();
        if (state_ == state::closed)
            co_return;
        if (!error)
            break;
        why = error;
        last = std::move(said);
    }
    {
        std::lock_guard const lock(mutex_);
        ++statistics_.reconnects;
    }
    enter(state::up);
    if (changed_)
        changed_(true, {}, {}, false);
}

void server_channel::give_up(error_code why, diagnostics said) {
    enter(state::given_up);
    if (changed_)
        changed_(false, why, std::move(said), true);
}

coroutine<error_code> server_channel::until_up() {
    while (state_ == state::lost || state_ == state::connecting) {
        co_await state_changes_.wait();
        bool const canceled = is_canceled(co_await cancellation);
        if (canceled)
            co_return error_code(asio::error::operation_aborted);
    }
    switch (state_) {
    case state::up:
        co_return error_code();
    case state::given_up:
        co_return error_code(client_errc::connection_lost);
    case state::closed:
        co_return error_code(asio::error::operation_aborted);
    default:
        co_return error_code(client_errc::not_connected);
    }
}

coroutine<void> server_channel::pause(milliseconds length) {
    serial_timer timer(strand_, length);
    co_await timer.async_wait(as_awaitable);
}

std::chrono::steady_clock::time_point server_channel::when(server_time at) const {
    auto const now = std::chrono::steady_clock::now();
    return std::min(now, facts_at_ + (at - facts_.now));
}

server_time server_channel::server_now() const {
    auto const since = std::chrono::steady_clock::now() - facts_at_;
    return facts_.now + std::chrono::duration_cast<milliseconds>(since);
}

void server_channel::enter(state next) {
    state_ = next;
    state_changes_.notify_all();
}

void server_channel::fail_queued(error_code why) {
    for (auto const& each : std::exchange(queue_, {}))
        finish(*each, {why, {}, false});
}

void server_channel::close() {
    if (state_ == state::closed)
        return;
    enter(state::closed);
    changed_ = nullptr;
    fail_queued(asio::error::operation_aborted);
    pause_.cancel();
    connection_.close();
}

} // namespace ssislb::detail
