// One request: send it, wait for readability, read the answer; or cancel it.
#include "tds/connection_core.hpp"
#include "tds/runtime_state.hpp"
#include "tds/whole_answer.hpp"

#include <ssislb/base/errors.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::tds::detail {

namespace asio = boost::asio;

namespace {

// db-lib's own timer only backs ours up: it counts each silence anew, and must not fire first.
std::chrono::seconds patience_for(milliseconds timeout) {
    using std::chrono::seconds;
    constexpr seconds most = std::chrono::hours{24};
    auto const wanted = std::chrono::ceil<seconds>(std::min<milliseconds>(timeout, most));
    return std::clamp(wanted, seconds{0}, most) + seconds{5};
}

} // namespace

void connection_core::async_request(request asked, milliseconds timeout,
                                    call_handler::handler_type handler) {
    call_handler pending(std::move(handler), fallback_, io_->strand);
    auto const number = listen_for_cancellation(pending);
    auto work = std::make_shared<exchange>();
    work->asked = std::move(asked);
    asio::dispatch(io_->strand, [self = shared_from_this(), number, work = std::move(work), timeout,
                                 pending = std::move(pending)]() mutable {
        self->call(number, std::move(work), timeout, std::move(pending));
    });
}

void connection_core::call(ticket number, std::shared_ptr<exchange> work, milliseconds timeout,
                           call_handler handler) {
    if (current_ != 0)
        return std::move(handler).complete(client_errc::operation_in_progress, {});
    start_operation(number, timeout);
    on_call_.emplace(std::move(handler));
    exchange_ = std::move(work);
    patience_ = patience_for(timeout);
    if (auto const code = check(exchange_->asked))
        return finish_call(code);
    bool const known_silent = std::exchange(emptied_, false);
    if (process_ && !known_silent && !silent())
        drop_process({});
    if (!process_)
        return finish_call(client_errc::not_connected);
    start_sending();
}

void connection_core::start_sending() {
    phase_ = phase::sending;
    if (fits_socket(exchange_->asked))
        return send_at_once();
    bool const taken = run_on(
        runtime_->state_->calls,
        [work = exchange_, process = process_, patience = patience_] {
            if (!work->take())
                return;
            message_scope const scope(work->answer.diag);
            process->set_patience(patience);
            work->sent = send(*process, work->asked);
        },
        [work = exchange_](connection_core& core) {
            if (core.exchange_ == work)
                core.on_sent();
        });
    if (!taken)
        finish_call(client_errc::out_of_resources);
}

/// Between two answers the socket's buffer is empty, so that a small request never waits.
void connection_core::send_at_once() {
    static_cast<void>(exchange_->take());
    {
        message_scope const scope(exchange_->answer.diag);
        exchange_->sent = send(*process_, exchange_->asked);
    }
    on_sent();
}

void connection_core::on_sent() {
    if (!exchange_->sent || killed_) {
        drop_process({});
        return finish_call(reason_ ? reason_ : client_errc::connection_lost);
    }
    if (reason_)
        return start_canceling();
    phase_ = phase::waiting;
    if (readable_)
        start_reading(look_at(io_->socket->native_handle()));
    else
        watch_socket();
}

void connection_core::start_reading(arrival arrived) {
    if (arrived == arrival::nothing) {
        readable_ = false;
        return watch_socket();
    }
    phase_ = phase::reading;
    if (arrived == arrival::whole)
        return read_at_once();
    bool const taken = run_on(
        runtime_->state_->calls,
        [work = exchange_, process = process_, patience = patience_, last = last_answer_] {
            message_scope const scope(work->answer.diag);
            process->set_patience(patience);
            work->outcome = read_answer(*process, work->asked, work->answer, arrival::part, *last);
        },
        [](connection_core& core) { core.on_read(); });
    if (!taken) {
        drop_process({});
        finish_call(client_errc::connection_lost);
    }
}

/// All of it is in the socket's buffer: reading it neither waits nor needs a thread of its own. A
/// server that ends its last packet in the middle of a token is waited for as shortly as can be.
void connection_core::read_at_once() {
    {
        message_scope const scope(exchange_->answer.diag);
        process_->set_patience(std::chrono::seconds{1});
        exchange_->outcome = read_answer(*process_, exchange_->asked, exchange_->answer,
                                         arrival::whole, *last_answer_);
    }
    emptied_ = true;
    on_read();
}

void connection_core::on_read() {
    ++times_read_;
    auto const& outcome = exchange_->outcome;
    auto const code = reason_ && !outcome.complete ? reason_ : outcome.code;
    if (outcome.dead || killed_)
        drop_process({});
    finish_call(code);
}

void connection_core::start_canceling() {
    phase_ = phase::canceling;
    bool const taken = run_on(
        runtime_->state_->calls,
        [work = exchange_, process = process_] {
            message_scope const scope(work->answer.diag);
            process->cancel();
            work->outcome.dead = process->dead();
        },
        [](connection_core& core) { core.on_canceled(); });
    if (!taken) {
        drop_process({});
        finish_call(reason_);
    }
}

void connection_core::on_canceled() {
    ++times_read_;
    // Its end may have been noticed meanwhile, and is noticed once.
    if (exchange_->outcome.dead || killed_ || (readable_ && !silent()))
        drop_process({});
    finish_call(reason_);
}

void connection_core::finish_call(error_code code) {
    auto handler = std::exchange(on_call_, std::nullopt);
    // A withdrawn request may still be in the hands of the pool, which then leaves it alone.
    auto answer = std::move(exchange_->answer);
    // What was read came out of the reactor or the pool, never out of the initiating function.
    bool const answered = phase_ == phase::reading;
    auto const self = shared_from_this();
    end_operation();
    if (answered)
        std::move(*handler).complete_now(code, std::move(answer));
    else
        std::move(*handler).complete(code, std::move(answer));
    emptied_ = false;
    rest_timer();
}

// Between two answers the server has nothing to say: what can be read then is its end, or a
// stream that is out of step.
bool connection_core::silent() noexcept {
    return look_at(io_->socket->native_handle()) == arrival::nothing;
}

} // namespace ssislb::tds::detail
