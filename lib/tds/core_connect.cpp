// Connecting: resolve, try plain TCP, log in.
#include "tds/configuration.hpp"
#include "tds/connection_core.hpp"
#include "tds/environment.hpp"
#include "tds/runtime_state.hpp"

#include <ssislb/base/errors.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <utility>

namespace ssislb::tds::detail {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds longest_login = std::chrono::hours{1};

// FreeTDS knows whole seconds only. Rounded up: our own timer is the one that ends the wait.
std::chrono::seconds whole_seconds(milliseconds timeout) {
    using std::chrono::seconds;
    return std::clamp(std::chrono::ceil<seconds>(std::min<milliseconds>(timeout, longest_login)),
                      seconds{1}, longest_login);
}

// So often a login that waits finds out that it is not wanted any more. FreeTDS gives its own TCP
// connection no more than this in all: enough where ours was made just before, also when a packet
// is lost. To a named instance none was.
std::chrono::seconds connect_timeout(endpoint const& server, std::chrono::seconds timeout) {
    constexpr std::chrono::seconds slice{3};
    return server.instance.empty() ? std::min(timeout, slice) : timeout;
}

std::string address_of(endpoint const& server) {
    if (server.instance.empty())
        return server.host + ',' + std::to_string(server.port.value_or(1433));
    return server.host + '\\' + server.instance;
}

} // namespace

void connection_core::async_connect(options&& how, milliseconds timeout,
                                    connect_handler::handler_type handler) {
    connect_handler pending(std::move(handler), fallback_, io_->strand);
    auto const number = listen_for_cancellation(pending);
    // The password moves no further: a moved short string leaves its letters behind.
    auto attempt = std::make_shared<login_attempt>();
    attempt->take(how);
    asio::post(io_->strand, [self = shared_from_this(), number, attempt = std::move(attempt),
                             timeout, pending = std::move(pending)]() mutable {
        self->connect(number, std::move(attempt), timeout, std::move(pending));
    });
}

void connection_core::connect(ticket number, std::shared_ptr<login_attempt> attempt,
                              milliseconds timeout, connect_handler handler) {
    if (current_ != 0)
        return std::move(handler).complete(client_errc::operation_in_progress, {});
    if (process_)
        drop_process(asio::error::operation_aborted);
    start_operation(number, timeout);
    on_connect_.emplace(std::move(handler));
    attempt_ = std::move(attempt);
    phase_ = phase::resolving;
    if (auto const code = prepare(timeout))
        return finish_connect(code, std::move(attempt_->diag));
    start_resolving();
}

error_code connection_core::prepare(milliseconds timeout) {
    if (auto const code = check(attempt_->how))
        return code;
    if (overridden_by_environment(attempt_->diag))
        return client_errc::invalid_argument;
    try {
        attempt_->patience = whole_seconds(timeout);
        auto const lines = section_lines(
            attempt_->how, connect_timeout(attempt_->how.server, whole_seconds(timeout)));
        attempt_->section = runtime_->state_->configuration.section(lines);
    } catch (boost::system::system_error const&) {
        return client_errc::out_of_resources;
    }
    return {};
}

void connection_core::start_resolving() {
    auto const& server = attempt_->how.server;
    error_code not_numeric;
    auto const address = asio::ip::make_address(server.host, not_numeric);
    if (!not_numeric) {
        attempt_->addresses = {{address, server.port.value_or(1433)}};
        return on_resolved();
    }
    // Turns of their own: a name that is resolved says nothing about its server.
    await_turn({"name " + server.host, resolve, &connection_core::on_resolved});
}

void connection_core::on_resolved() {
    if (attempt_->code)
        return finish_connect(attempt_->code, std::move(attempt_->diag));
    // The port of a named instance is not known yet: FreeTDS asks SQL Server Browser for it.
    if (!attempt_->how.server.instance.empty())
        return start_login();
    start_probing();
}

void connection_core::start_probing() {
    phase_ = phase::probing;
    probe(0);
}

// Address by address: asio::async_connect takes a socket that cannot be opened (no descriptor is
// left, no IPv6 here) for one that was closed on purpose, and tries no further.
void connection_core::probe(std::size_t number) {
    auto const attempt = attempt_;
    auto const socket = std::make_shared<io_objects::socket_type>(io_->strand);
    io_->probe = socket;
    socket->async_connect(attempt->addresses[number], [self = shared_from_this(), attempt, socket,
                                                       number](error_code const& code) {
        if (self->attempt_ != attempt)
            return;
        if (code && number + 1 < attempt->addresses.size())
            self->probe(number + 1);
        else
            self->on_probed(code);
    });
}

void connection_core::on_probed(error_code const& code) {
    error_code ignored;
    io_->probe->close(ignored);
    if (code) {
        diagnostics diag;
        auto const ours = network_error(code, diag);
        return finish_connect(ours, std::move(diag));
    }
    start_login();
}

void connection_core::start_login() {
    phase_ = phase::logging_in;
    await_turn({address_of(attempt_->how.server), log_in, &connection_core::on_logged_in});
}

void connection_core::on_logged_in() {
    if (attempt_->code)
        return finish_connect(attempt_->code, std::move(attempt_->diag));
    if (!adopt(*attempt_)) {
        close_later(std::move(attempt_->process));
        return finish_connect(client_errc::out_of_resources, std::move(attempt_->diag));
    }
    open_ = true;
    finish_connect({}, std::move(attempt_->diag));
}

/// False: the reactor has no room for the socket.
bool connection_core::adopt(login_attempt& attempt) {
    error_code full;
    io_->socket.emplace(io_->strand);
    // Of the family nothing depends here.
    io_->socket->assign(asio::ip::tcp::v4(), attempt.socket, full);
    if (full) {
        io_->socket.reset();
        return false;
    }
    attempt.socket = -1;
    process_ = std::move(attempt.process);
    return true;
}

void connection_core::finish_connect(error_code code, diagnostics diag) {
    if (auto const probe = std::exchange(io_->probe, nullptr)) {
        error_code ignored;
        probe->close(ignored);
    }
    leave_queue();
    auto handler = std::exchange(on_connect_, std::nullopt);
    auto const self = shared_from_this();
    end_operation();
    std::move(*handler).complete(code, std::move(diag));
    rest_timer();
}

} // namespace ssislb::tds::detail
