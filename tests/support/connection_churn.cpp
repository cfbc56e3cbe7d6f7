// Six ways in turn, on a few lanes at a time.
#include "connection_churn.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/sim/clock.hpp>
#include <ssislb/tds/connection.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace ssislb::test {
namespace {

namespace asio = boost::asio;

constexpr auto user = "churn";
constexpr auto password = "only for the test";
constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);
constexpr milliseconds ample = std::chrono::minutes(5);
constexpr std::size_t lanes = 4;

// A login takes some hundred bytes of the server, TLS two thousand.
constexpr std::size_t longest_cut = 900;
constexpr std::size_t longest_cut_encrypted = 2600;

std::shared_ptr<sim::instance> world() {
    sim::instance_spec spec;
    spec.name = "churn";
    spec.logins.push_back({.user = user, .password = password});
    return std::make_shared<sim::instance>(std::move(spec),
                                           std::make_shared<sim::accelerated_clock>(1.0));
}

/// With TLS for whoever asks for it.
sim::simulated_server started(asio::io_context& io) {
    sim::listen_options options;
    options.encryption = sim::encryption_mode::login_only;
    sim::simulated_server server(io.get_executor(), world(), options);
    server.start();
    return server;
}

tds::options how(std::uint16_t port, tds::encryption level) {
    tds::options options;
    options.server = {"127.0.0.1", port, {}};
    options.auth = tds::sql_login{user, password};
    options.database = "msdb";
    options.encrypt = level;
    options.verify_certificate = false;
    return options;
}

class churning {
public:
    churning(asio::io_context& io, std::shared_ptr<tds::runtime> runtime, churn_server::ports ports,
             std::size_t attempts)
        : io_(io)
        , runtime_(std::move(runtime))
        , ports_(ports)
        , attempts_(attempts) {}

    churn_counts carry_out() {
        for (std::size_t lane = 0; lane < lanes; ++lane)
            asio::co_spawn(io_, work(), [](std::exception_ptr failure) {
                if (failure)
                    std::rethrow_exception(failure);
            });
        io_.restart();
        io_.run();
        return counts_;
    }

private:
    asio::awaitable<void> work() {
        while (counts_.attempts < attempts_) {
            auto const number = counts_.attempts++;
            co_await attempt(number % 6);
            counts_.threads_peak = std::max(counts_.threads_peak,
                                            runtime_->call_threads() + runtime_->login_threads());
        }
    }

    asio::awaitable<void> attempt(std::size_t way) {
        switch (way) {
        case 0:
            return use(ports_.server, tds::encryption::off);
        case 1:
            return use(ports_.server, tds::encryption::require);
        case 2:
            return use(ports_.cut, tds::encryption::off);
        case 3:
            return use(ports_.cut_encrypted, tds::encryption::require);
        case 4:
            return cancel();
        default:
            return drop();
        }
    }

    asio::awaitable<void> use(std::uint16_t port, tds::encryption level) {
        tds::connection line(io_.get_executor(), runtime_);
        auto [error, said] = co_await line.async_connect(how(port, level), ample, use_tuple);
        if (!error)
            error = std::get<0>(co_await line.async_execute(question(), ample, use_tuple));
        counts_.cut += error ? 1U : 0U;
        counts_.answered += error ? 0U : 1U;
        counts_.encrypted += !error && level == tds::encryption::require ? 1U : 0U;
    }

    /// After so many turns of the context, so that it hits another moment each time.
    asio::awaitable<void> cancel() {
        tds::connection line(io_.get_executor(), runtime_);
        asio::cancellation_signal signal;
        bool over = false;
        line.async_connect(
            how(ports_.server, tds::encryption::require), ample,
            asio::bind_cancellation_slot(signal.slot(), [&](error_code error, diagnostics const&) {
                over = true;
                counts_.canceled += error ? 1U : 0U;
            }));
        for (auto turns = counts_.attempts % 20; turns > 0; --turns)
            co_await asio::post(io_, asio::use_awaitable);
        signal.emit(asio::cancellation_type::terminal);
        while (!over)
            co_await asio::post(io_, asio::use_awaitable);
    }

    asio::awaitable<void> drop() {
        tds::connection line(io_.get_executor(), runtime_);
        auto const [error, said] =
            co_await line.async_connect(how(ports_.server, tds::encryption::off), ample, use_tuple);
        line.async_execute(question(), ample, [](error_code, tds::result const&) {});
        counts_.dropped += error ? 0U : 1U;
    }

    static tds::batch question() { return tds::batch("SELECT SUSER_SNAME() AS login_name"); }

    asio::io_context& io_;
    std::shared_ptr<tds::runtime> runtime_;
    churn_server::ports ports_;
    std::size_t attempts_;
    churn_counts counts_;
};

} // namespace

churn_server::churn_server(asio::io_context& io)
    : server_(started(io))
    , cut_(io, server_.port(), longest_cut)
    , cut_encrypted_(io, server_.port(), longest_cut_encrypted) {}

churn_server::ports churn_server::where() const {
    return {server_.port(), cut_.port(), cut_encrypted_.port()};
}

churn_counts churn(asio::io_context& io, std::shared_ptr<tds::runtime> const& runtime,
                   churn_server::ports ports, std::size_t attempts) {
    return churning(io, runtime, ports, attempts).carry_out();
}

} // namespace ssislb::test
