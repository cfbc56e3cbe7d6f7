// What is asked of a server over its connection, and what came of it.
#pragma once

#include <ssislb/base/condition.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/tds/request.hpp>
#include <ssislb/tds/result.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <variant>

namespace ssislb::detail {

enum class request_kind : std::uint8_t { other, status, start, history };

struct server_request {
    std::variant<tds::rpc, tds::batch> what;
    request_kind kind = request_kind::other;
    /// Called when its turn has come, before it is sent: the last moment to say what is asked.
    std::function<void(server_request&)> on_turn;
    /// So long the server may wait before it answers. Such a call yields: when somebody else wants
    /// the line it is called off, which says nothing against the server.
    std::optional<milliseconds> server_waits{};
    /// When its turn comes later, it is not sent: it completes with client_errc::not_connected.
    std::optional<std::chrono::steady_clock::time_point> not_after{};

    /// A start has an effect: who asked for it wants to know of it, as long as he can wait.
    [[nodiscard]] bool is_start() const noexcept { return kind == request_kind::start; }
    [[nodiscard]] bool is_too_late() const noexcept {
        return not_after && std::chrono::steady_clock::now() > *not_after;
    }
    [[nodiscard]] bool yields() const noexcept { return server_waits.has_value(); }
};

struct server_answer {
    error_code error;
    tds::result result;
    /// False: it is certain that nothing reached the server.
    bool sent = false;

    /// The same question may be put again later: the line failed, or the server was busy with
    /// itself. False for an answer, and for an error that will come again.
    [[nodiscard]] bool ask_again() const noexcept {
        return error == condition::connection_lost || error == condition::canceled ||
               error == client_errc::protocol_violation ||
               error == sql_server_errc::deadlock_victim ||
               error == sql_server_errc::lock_timeout || error == sql_server_errc::agent_starting;
    }
};

} // namespace ssislb::detail
