// A tds::connection on an io_context of its own, driven step by step.
#pragma once

#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>
#include <ssislb/tds/connection.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <tuple>
#include <utility>

namespace ssislb::test {

using namespace std::chrono_literals;
namespace asio = boost::asio;

/// One operation: how it can be canceled, and what became of it.
template <class... Answer>
struct operation {
    asio::cancellation_signal signal;
    bool done = false;
    error_code error;
    std::tuple<Answer...> all;

    [[nodiscard]] auto const& answer() const { return std::get<0>(all); }

    /// The handler shares the operation.
    [[nodiscard]] static auto handler(std::shared_ptr<operation> self) {
        auto const slot = self->signal.slot();
        return asio::bind_cancellation_slot(slot, [self](error_code code, Answer... answer) {
            self->done = true;
            self->error = code;
            self->all = {std::move(answer)...};
        });
    }
};

using connecting = std::shared_ptr<operation<diagnostics>>;
using calling = std::shared_ptr<operation<tds::result>>;
using watching = std::shared_ptr<operation<>>;

/// Long enough for any machine; no test waits for it.
inline constexpr milliseconds ample = 10min;

class tds_client {
public:
    explicit tds_client(std::uint16_t to, tds::runtime::sizes sizes = {})
        : port(to)
        , runtime(std::make_shared<tds::runtime>(sizes)) {}

    [[nodiscard]] tds::options how() const {
        tds::options options;
        options.server = {"127.0.0.1", port, ""};
        options.auth = tds::sql_login{"sa", "secret"};
        options.encrypt = tds::encryption::off;
        options.verify_certificate = false;
        return options;
    }

    connecting begin_connect(tds::options options, milliseconds timeout = ample) {
        auto begun = std::make_shared<operation<diagnostics>>();
        line.async_connect(std::move(options), timeout, operation<diagnostics>::handler(begun));
        return begun;
    }

    calling begin(std::string sql, milliseconds timeout = ample) {
        return begin(tds::batch(std::move(sql)), timeout);
    }
    calling begin(tds::batch batch, milliseconds timeout = ample) {
        auto begun = std::make_shared<operation<tds::result>>();
        line.async_execute(std::move(batch), timeout, operation<tds::result>::handler(begun));
        return begun;
    }
    calling begin(tds::rpc call, milliseconds timeout = ample) {
        auto begun = std::make_shared<operation<tds::result>>();
        line.async_call(std::move(call), timeout, operation<tds::result>::handler(begun));
        return begun;
    }
    watching begin_watch() {
        auto begun = std::make_shared<operation<>>();
        line.async_wait_dead(operation<>::handler(begun));
        return begun;
    }

    /// Runs handlers until the condition holds, which threads and servers may bring about.
    template <class Condition>
    void until(Condition&& holds) {
        while (!holds()) {
            if (io.stopped())
                io.restart();
            if (io.run_one_for(1ms) == 0)
                std::this_thread::yield();
        }
    }

    template <class Operation>
    Operation finish(Operation begun) {
        until([&] { return begun->done; });
        return begun;
    }

    connecting connect(tds::options options) { return finish(begin_connect(std::move(options))); }
    connecting connect() { return connect(how()); }

    template <class Request>
    calling ask(Request request) {
        return finish(begin(std::move(request)));
    }

    std::uint16_t port;
    asio::io_context io{1};
    std::shared_ptr<tds::runtime> runtime;
    tds::connection line{io.get_executor(), runtime};
};

} // namespace ssislb::test
