// The connection to one server: calls in order, lost connections made again.
#pragma once

#include "agent/coroutine.hpp"
#include "agent/notifier.hpp"
#include "agent/operation.hpp"
#include "agent/server_request.hpp"

#include <ssislb/agent/session_facts.hpp>
#include <ssislb/agent/supervision.hpp>
#include <ssislb/tds/connection.hpp>

#include <boost/asio/cancellation_signal.hpp>

#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>

namespace ssislb::detail {

/// To be used from its strand alone.
class server_channel : public std::enable_shared_from_this<server_channel> {
public:
    enum class state { unconnected, connecting, up, lost, given_up, closed };
    using state_function = std::function<void(bool up, error_code, diagnostics, bool final)>;

    server_channel(serial_executor const& strand, std::shared_ptr<tds::runtime>, tds::options,
                   supervision_options);

    /// One try. Does nothing when connected.
    operation<diagnostics> connect();

    /// Waits for its turn, then for the answer. It ends earlier when canceled: while queued,
    /// nothing is sent; later the answer is thrown away. A call that must not be left (see
    /// server_request) is left by terminal cancellation only.
    coroutine<server_answer> call(server_request);
    coroutine<server_answer> call(tds::rpc, request_kind = request_kind::other);
    coroutine<server_answer> call(tds::batch);

    /// The same for who never leaves: it is not heard when canceled, and costs less.
    coroutine<server_answer> call_to_the_end(server_request);

    /// A call under way that yields is called off. Every other call does that by itself.
    void claim_line() { line_wanted_.emit(boost::asio::cancellation_type::total); }
    /// Somebody's call waits for its turn.
    [[nodiscard]] bool line_is_wanted() const noexcept { return !queue_.empty(); }

    /// Until there is a connection; an error when there will be none.
    coroutine<error_code> until_up();

    coroutine<void> pause(milliseconds);
    /// Before the same question is put again.
    [[nodiscard]] milliseconds retry_pause() const noexcept {
        return options_.poll_interval.value_or(options_.poll_least);
    }

    /// What the server calls now: nearly.
    [[nodiscard]] server_time server_now() const;
    /// Another for each connection; what the server keeps for one is gone with it.
    [[nodiscard]] std::uint64_t connection_number() const noexcept { return connection_number_; }
    [[nodiscard]] bool may_read_tables() const noexcept {
        return options_.read_msdb_tables && facts_.reads_activity;
    }

    /// A time of the server on our clock: nearly, and never later than now.
    [[nodiscard]] std::chrono::steady_clock::time_point when(server_time) const;

    /// Told of every loss and return of the connection.
    void on_state_change(state_function change) { changed_ = std::move(change); }

    void close();

    [[nodiscard]] state now() const noexcept { return state_; }
    [[nodiscard]] supervision_options const& options() const noexcept { return options_; }
    void note_session(std::optional<std::int32_t> newest);

    /// From any thread.
    [[nodiscard]] session_facts facts() const;
    [[nodiscard]] supervision_statistics statistics() const;

private:
    struct pending_call;
    using call_pointer = std::shared_ptr<pending_call>;

    operation<diagnostics> try_to_connect();
    coroutine<void> serve();
    void serve_queue();
    coroutine<server_answer> carry_out(server_request&);
    coroutine<server_answer> send(server_request&&);
    template <class Token>
    auto ask(server_request&&, Token);
    void count(request_kind);
    coroutine<void> reconnect();
    coroutine<void> leave(pending_call&);
    void watch_idle();
    void lose(error_code why, diagnostics said);
    void give_up(error_code why, diagnostics said);
    void enter(state next);
    void fail_queued(error_code why);
    static void finish(pending_call&, server_answer);

    serial_executor strand_;
    tds::options how_;
    supervision_options options_;
    tds::connection connection_;
    std::uint64_t connection_number_ = 0;
    state state_ = state::unconnected;
    notifier state_changes_;
    state_function changed_;
    /// Over the two that others may read.
    mutable std::mutex mutex_;
    session_facts facts_;
    /// When they were asked for.
    std::chrono::steady_clock::time_point facts_at_;
    supervision_statistics statistics_;
    std::list<call_pointer> queue_;
    bool serving_ = false;
    /// Heard by the call under way, if it yields.
    boost::asio::cancellation_signal line_wanted_;
    serial_timer pause_;
    std::minstd_rand chance_;
};

} // namespace ssislb::detail
