#include "tds/connection_core.hpp"

#include "tds/reset_line.hpp"
#include "tds/runtime_state.hpp"

#include <ssislb/base/errors.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <span>
#include <utility>

namespace ssislb::tds::detail {

namespace asio = boost::asio;

namespace {

// steady_timer counts nanoseconds in 64 bits.
constexpr milliseconds longest = std::chrono::hours{24 * 365};

// How long the server gets to acknowledge an attention.
constexpr milliseconds grace = std::chrono::seconds{2};

diagnostics not_begun() {
    return {{},
            {{0, 0, 0, "the login has not begun: earlier logins to this server got no answer"}}};
}

} // namespace

std::shared_ptr<connection_core> connection_core::make(executor_type const& executor,
                                                       std::shared_ptr<runtime> shared) {
    auto core = std::make_shared<connection_core>(executor, std::move(shared));
    core->gate_->add(core);
    return core;
}

connection_core::connection_core(executor_type const& executor, std::shared_ptr<runtime> shared)
    : executor_(executor)
    , fallback_(executor)
    , runtime_(std::move(shared))
    , io_(executor)
    , gate_(context_gate::of(asio::query(executor, asio::execution::context))) {}

connection_core::~connection_core() {
    gate_->remove(this);
    kill_socket();
    close_later(std::move(process_));
}

void connection_core::abandon() {
    open_ = false;
    kill_socket();
    if (attempt_) {
        attempt_->abandoned = true;
        leave_queue();
    }
    if (exchange_)
        static_cast<void>(exchange_->take());
    close_later(std::move(process_));
    io_.reset();
    // What these destroy may be the last owner of the connection.
    auto const connect = std::exchange(on_connect_, std::nullopt);
    auto const call = std::exchange(on_call_, std::nullopt);
    auto const watch = std::exchange(on_dead_, std::nullopt);
    self_.reset();
}

void connection_core::async_close() {
    open_ = false;
    post([](connection_core& core) { core.close(); });
}

void connection_core::async_wait_dead(watch_handler::handler_type handler) {
    watch_handler pending(std::move(handler), fallback_, io_->strand);
    auto const number = listen_for_cancellation(pending);
    asio::post(io_->strand,
               [self = shared_from_this(), number, pending = std::move(pending)]() mutable {
                   if (self->on_dead_)
                       return std::move(pending).complete(client_errc::operation_in_progress);
                   if (!self->process_)
                       return std::move(pending).complete(client_errc::not_connected);
                   self->watching_ = number;
                   self->on_dead_.emplace(std::move(pending));
                   self->watch_socket();
               });
}

void connection_core::cancel(ticket number, asio::cancellation_type type) {
    if (type == asio::cancellation_type::none)
        return;
    if (number == watching_)
        return release_watcher(asio::error::operation_aborted);
    if (number != current_)
        return;
    // An answer that has begun to arrive cannot be stopped without a trace.
    if (type == asio::cancellation_type::total && phase_ == phase::reading)
        return;
    bool const hard = (type & asio::cancellation_type::terminal) != asio::cancellation_type::none;
    interrupt(asio::error::operation_aborted, !hard);
}

void connection_core::start_operation(ticket number, milliseconds timeout) {
    current_ = number;
    self_ = shared_from_this();
    reason_ = {};
    killed_ = false;
    readable_ = false;
    arm_timer(std::clamp(timeout, milliseconds{0}, longest));
}

void connection_core::end_operation() {
    current_ = 0;
    attempt_.reset();
    exchange_.reset();
    phase_ = process_ ? phase::idle : phase::closed;
    // A wait that nobody asked for would keep the context from running out of work.
    if (armed_ && !on_dead_)
        io_->socket->cancel();
    else
        watch_socket();
    self_.reset();
}

/// A timer that is armed for an earlier instant is left as it is: of the calls of a busy connection
/// few come to their deadline, and setting a timer costs more than looking at the clock once.
void connection_core::arm_timer(milliseconds after) {
    deadline_ = std::chrono::steady_clock::now() + after;
    if (!timer_armed_ || io_->timer.expiry() > deadline_)
        wait_for_deadline();
}

void connection_core::wait_for_deadline() {
    timer_armed_ = true;
    io_->timer.expires_at(deadline_);
    io_->timer.async_wait([self = shared_from_this()](error_code const& code) {
        if (!code)
            self->on_timer();
    });
}

/// An armed timer keeps the context from running out of work, unless a handler that has just run
/// has made the next call, or somebody waits for the connection's death, who does so as well.
void connection_core::rest_timer() {
    if (current_ == 0 && !on_dead_ && io_ && std::exchange(timer_armed_, false))
        io_->timer.cancel();
}

void connection_core::on_timer() {
    timer_armed_ = false;
    if (current_ == 0)
        return;
    if (std::chrono::steady_clock::now() < deadline_)
        return wait_for_deadline();
    // Being canceled politely: the grace has passed.
    if (reason_)
        kill_socket();
    else
        interrupt(client_errc::timed_out, false);
}

void connection_core::interrupt(error_code reason, bool polite) {
    switch (phase_) {
    case phase::closed:
    case phase::idle:
        return;
    case phase::resolving:
    case phase::probing:
    case phase::logging_in:
        attempt_->abandoned = true;
        return leave_queue() ? finish_connect(reason, not_begun()) : finish_connect(reason);
    case phase::sending:
    case phase::waiting:
    case phase::reading:
    case phase::canceling:
        return interrupt_call(reason, polite);
    }
}

void connection_core::interrupt_call(error_code reason, bool polite) {
    if (phase_ == phase::sending && exchange_->take())
        return finish_call(reason);
    bool const first = !reason_;
    if (first)
        reason_ = reason;
    if (polite && phase_ != phase::reading) {
        if (first)
            arm_timer(grace);
        if (phase_ == phase::waiting)
            start_canceling();
        return;
    }
    if (phase_ != phase::waiting)
        return kill_socket();
    drop_process({});
    finish_call(reason);
}

void connection_core::close() {
    release_watcher(asio::error::operation_aborted);
    interrupt(asio::error::operation_aborted, false);
    if (phase_ == phase::idle)
        drop_process({});
}

void connection_core::kill_socket() noexcept {
    killed_ = true;
    if (!io_ || !io_->socket)
        return;
    if (exchange_)
        reset_when_closed(io_->socket->native_handle());
    ::shutdown(io_->socket->native_handle(), SHUT_RDWR);
}

void connection_core::drop_process(error_code watcher_code) {
    open_ = false;
    if (exchange_ && io_->socket)
        reset_line(io_->socket->native_handle());
    kill_socket();
    io_->socket.reset();
    armed_ = false;
    ++generation_;
    close_later(std::move(process_));
    if (phase_ == phase::idle)
        phase_ = phase::closed;
    release_watcher(watcher_code);
}

void connection_core::close_later(std::shared_ptr<dblib_process> process) {
    if (process)
        static_cast<void>(runtime_->state_->calls.submit([process = std::move(process)] {}));
}

void connection_core::release_watcher(error_code code) {
    watching_ = 0;
    if (auto watcher = std::exchange(on_dead_, std::nullopt))
        std::move(*watcher).complete(code);
    if (armed_ && phase_ == phase::idle)
        io_->socket->cancel();
    rest_timer();
}

void connection_core::watch_socket() {
    bool const wanted = phase_ == phase::waiting || (phase_ == phase::idle && on_dead_);
    if (armed_ || !wanted)
        return;
    armed_ = true;
    io_->socket->async_receive(
        asio::buffer(peeked_), asio::socket_base::message_peek,
        [self = shared_from_this(), generation = generation_,
         read_before = times_read_](error_code const& code, std::size_t peeked) {
            if (generation == self->generation_)
                self->on_readable(code, peeked, read_before);
        });
}

void connection_core::on_readable(error_code const& code, std::size_t peeked,
                                  std::uint64_t read_before) {
    armed_ = false;
    if (code == asio::error::operation_aborted)
        return watch_socket();
    if (phase_ == phase::waiting) {
        bool const all = !code && peeked < peeked_.size() && read_before == times_read_;
        return start_reading(all ? arrival_of(std::span(peeked_).first(peeked))
                                 : look_at(io_->socket->native_handle()));
    }
    readable_ = true;
    if (phase_ != phase::idle)
        return;
    if (silent())
        watch_socket();
    else
        drop_process({});
}

elastic_pool::job connection_core::reporting(std::function<void()> work,
                                             std::function<void(connection_core&)> then) {
    return [weak = weak_from_this(), gate = gate_, work = std::move(work), then = std::move(then)] {
        work();
        gate->enter(weak, [&](std::shared_ptr<connection_core> core) {
            auto const strand = core->io_->strand;
            asio::post(strand, [core = std::move(core), then] { then(*core); });
        });
    };
}

bool connection_core::run_on(elastic_pool& pool, std::function<void()> work,
                             std::function<void(connection_core&)> then) {
    return pool.submit(reporting(std::move(work), std::move(then)));
}

} // namespace ssislb::tds::detail
