// One simulated server, served on a loopback port, and a remote_server connected to it.
#pragma once

#include "support/catch.hpp"

#include <ssislb/agent/remote_server.hpp>
#include <ssislb/base/condition.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>
#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace ssislb::test {

using namespace std::chrono_literals;
namespace asio = boost::asio;

inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
/// A second of the server is so many times shorter here.
inline constexpr double speed = 200;

inline sim::step_spec step(milliseconds duration = 2s, sim::run_end end = sim::run_end::succeeded) {
    sim::step_spec spec;
    spec.duration = duration;
    spec.ends = end;
    return spec;
}

inline sim::job_spec job(std::string name, sim::step_spec only = step()) {
    sim::job_spec spec;
    spec.name = std::move(name);
    spec.steps.push_back(std::move(only));
    return spec;
}

inline sim::instance_spec server_with(std::vector<sim::job_spec> jobs) {
    sim::instance_spec spec;
    spec.jobs = std::move(jobs);
    spec.logins.push_back({"ssislb", "secret", sim::agent_role::sql_agent_operator, true, true});
    return spec;
}

inline supervision_options quick() {
    supervision_options options;
    options.poll_interval = 10ms;
    options.call_timeout = 5s;
    options.connect_timeout = 5s;
    options.confirm_grace = 50ms;
    // Of the server's clock, which runs `speed` times as fast here.
    options.start_window = 1h;
    options.reconnect_first = 5ms;
    options.reconnect_most = 20ms;
    options.reconnect_for = 20s;
    return options;
}

class agent_scene {
public:
    explicit agent_scene(
        sim::instance_spec spec, supervision_options options = quick(),
        std::shared_ptr<sim::clock const> clock = std::make_shared<sim::accelerated_clock>(speed))
        : world(std::make_shared<sim::instance>(std::move(spec), std::move(clock)))
        , server(listening(io, world))
        , remote(controller(options)) {}

    [[nodiscard]] remote_server controller(supervision_options options = quick()) {
        return controller(options, server.port());
    }

    /// One that takes another way to the server.
    [[nodiscard]] remote_server controller(supervision_options options, std::uint16_t port,
                                           tds::encryption encrypt = tds::encryption::off) {
        tds::options how;
        how.server.host = "127.0.0.1";
        how.server.port = port;
        how.auth = tds::sql_login{"ssislb", "secret"};
        how.encrypt = encrypt;
        how.verify_certificate = false;
        return {io.get_executor(), tds::runtime::instance(), how, options};
    }

    /// Plays the story to its end.
    template <class Story>
    void play(Story&& story) {
        bool done = false;
        std::exception_ptr thrown;
        asio::co_spawn(io, std::forward<Story>(story), [&](std::exception_ptr error) {
            thrown = error;
            done = true;
        });
        io.restart();
        while (!done)
            io.run_one();
        if (thrown)
            std::rethrow_exception(thrown);
    }

    [[nodiscard]] asio::awaitable<void> connected() { return connected(remote); }

    [[nodiscard]] static asio::awaitable<void> connected(remote_server& controller) {
        auto const [error, said] = co_await controller.async_connect(as_result);
        CAPTURE(error.message(), to_string(said));
        REQUIRE_FALSE(error);
    }

    [[nodiscard]] asio::awaitable<guid> id_of(std::string name) {
        auto const [error, mark] = co_await remote.async_mark_job(std::move(name), as_result);
        REQUIRE_FALSE(error);
        co_return mark.job;
    }

    /// Marks the job and starts it.
    [[nodiscard]] asio::awaitable<job_mark> started(std::string name) {
        auto const [error, mark] = co_await remote.async_mark_job(std::move(name), as_result);
        REQUIRE_FALSE(error);
        auto const [refused, said] = co_await remote.async_start_job(mark.job, as_result);
        REQUIRE_FALSE(refused);
        co_return mark;
    }

    asio::io_context io{1};
    std::shared_ptr<sim::instance> world;
    sim::simulated_server server;
    remote_server remote;

private:
    static sim::simulated_server listening(asio::io_context& io,
                                           std::shared_ptr<sim::instance> world) {
        sim::simulated_server made(io.get_executor(), std::move(world));
        made.start();
        return made;
    }
};

} // namespace ssislb::test
