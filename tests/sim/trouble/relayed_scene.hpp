// A simulated server behind an unreliable line, and a remote_server at the other end of it.
#pragma once

#include "../agent/agent_scene.hpp"
#include "unreliable_relay.hpp"

namespace ssislb::test {

/// Patient, and quick to connect again.
inline supervision_options patient() {
    auto options = quick();
    options.reconnect_first = 1ms;
    options.reconnect_most = 5ms;
    options.reconnect_for = 10min;
    options.call_timeout = 10min;
    options.poll_interval = 2ms;
    options.connect_timeout = 10min;
    return options;
}

class relayed_scene : public agent_scene {
public:
    /// `options` are those of the far end; who is near is patient.
    explicit relayed_scene(sim::instance_spec spec, supervision_options options = patient())
        : agent_scene(std::move(spec), patient())
        , relay(server.port())
        , far(controller(options, relay.port())) {
        far.on_state_change([this](bool up, error_code, diagnostics const&, bool final) {
            up_ = up;
            given_up_ = final;
            changed_.cancel();
        });
    }

    [[nodiscard]] asio::awaitable<void> connect() {
        co_await connected(far);
        up_ = true;
    }
    /// Somebody else has connected it.
    void note_up() { up_ = true; }

    /// Until the connection is there, again.
    [[nodiscard]] asio::awaitable<void> until_up() {
        while (!up_)
            co_await changed_.async_wait(as_result);
    }
    [[nodiscard]] asio::awaitable<void> until_down() {
        while (up_)
            co_await changed_.async_wait(as_result);
    }
    [[nodiscard]] asio::awaitable<void> until_given_up() {
        while (!given_up_)
            co_await changed_.async_wait(as_result);
    }

    /// Until the server's world is so.
    template <class Condition>
    [[nodiscard]] asio::awaitable<void> until(Condition holds) {
        while (!holds())
            co_await moment();
    }
    [[nodiscard]] asio::awaitable<void> moment() {
        asio::steady_timer passing(io, 1ms);
        co_await passing.async_wait(as_result);
    }
    [[nodiscard]] asio::awaitable<void> until_ended(std::size_t runs) {
        return until([this, runs] { return world->finished_runs().size() >= runs; });
    }
    [[nodiscard]] asio::awaitable<void> until_running() {
        return until([this] { return world->running() > 0; });
    }

    [[nodiscard]] bool is_up() const noexcept { return up_; }

    unreliable_relay relay;
    remote_server far;

private:
    bool up_ = false;
    bool given_up_ = false;
    asio::steady_timer changed_{io, asio::steady_timer::time_point::max()};
};

} // namespace ssislb::test
