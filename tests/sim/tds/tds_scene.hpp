// A simulated server that answers by a script, on a thread of its own, and a client.
#pragma once

#include "line_meter.hpp"
#include "support/catch.hpp"
#include "tds_client.hpp"
#include "unit/sim_wire/running_server.hpp"

#include <functional>
#include <string>
#include <utility>

namespace ssislb::test {

/// `slow` is never answered, of the answer to `stuck` only the beginning arrives; anything else
/// gives one row with the number 1.
inline sql::response plain_answer(sql::batch const& asked) {
    auto response = answer(one_number(1));
    if (asked.text == "slow")
        response.delivery.delay = 24h;
    if (asked.text == "stuck") {
        response.delivery.stall_after = 20;
        response.delivery.stall = 24h;
    }
    return response;
}

struct tds_script {
    std::function<sql::response(sql::batch const&)> on_batch = plain_answer;
    std::function<sql::response(sql::call const&)> on_call = [](auto const&) { return answer(); };
    sql::login_refusal refusal{};
};

struct tds_scene : running_server, tds_client {
    explicit tds_scene(tds_script script = {}, tds::runtime::sizes sizes = {},
                       sim::listen_options options = {})
        : running_server(1, std::move(options))
        , tds_client(listener->port(), sizes) {
        // Before anybody connects, and never again: the server has a thread of its own.
        service->on_batch = std::move(script.on_batch);
        service->on_call = std::move(script.on_call);
        service->refusal = std::move(script.refusal);
    }

    [[nodiscard]] std::uint64_t requests() const { return listener->counters().requests; }

    /// Begins a batch and returns when the server has it.
    template <class... Timeout>
    calling begin_and_arrive(std::string sql, Timeout... timeout) {
        auto const before = requests();
        auto begun = begin(std::move(sql), timeout...);
        until([&] { return requests() > before; });
        return begun;
    }

    /// Begins a batch and returns when a thread reads the answer, and waits for the rest of it.
    calling begin_and_read() {
        auto const before = bytes_read_from(port);
        auto begun = begin("stuck");
        until([&] { return bytes_read_from(port) > before; });
        return begun;
    }

    void log_in() {
        auto const connected = connect();
        CAPTURE(connected->error.message(), to_string(connected->answer()));
        REQUIRE_FALSE(connected->error);
    }

    /// The connection is usable: a call on it succeeds.
    [[nodiscard]] bool works() {
        auto const asked = ask("select 1");
        return !asked->error && asked->answer().sets.size() == 1 && line.is_open();
    }
};

/// A request that a socket may not take at once, so that it is sent by a thread of the pool.
[[nodiscard]] inline std::string too_long_for_the_socket() {
    return "select 1 -- " + std::string(8000, '-');
}

/// A scene that has logged in.
struct open_scene : tds_scene {
    explicit open_scene(tds_script script = {}, tds::runtime::sizes sizes = {})
        : tds_scene(std::move(script), sizes) {
        log_in();
    }
};

} // namespace ssislb::test
