// What stands behind a connection: its state, changed on one strand only.
#pragma once

#include "tds/answer.hpp"
#include "tds/context_gate.hpp"
#include "tds/elastic_pool.hpp"
#include "tds/login.hpp"
#include "tds/login_gate.hpp"
#include "tds/pending_handler.hpp"
#include "tds/whole_answer.hpp"

#include <ssislb/base/serial_executor.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ssislb::tds::detail {

/// A request on its way. Jobs of the call pool and the strand have it in turn.
struct exchange {
    request asked;
    result answer;
    reading outcome;
    bool sent = false;
    /// Taken by the job that sends it, or by the strand that withdraws it: whoever is first.
    std::atomic<bool> taken{false};

    [[nodiscard]] bool take() noexcept { return !taken.exchange(true); }
};

class connection_core;

/// What a connect has the login pool do in its turn.
struct login_step {
    /// Whose turn.
    std::string server;
    void (*work)(login_attempt&) = nullptr;
    void (connection_core::*then)() = nullptr;
};

/// The DBPROCESS is touched by one job of a pool at a time, or by the strand while none has it, for
/// what cannot block. The strand looks at a duplicate of its socket and, to end a call that blocks,
/// shuts that down.
///
/// While an operation is outstanding the core owns itself; jobs hold it weakly and report through
/// the gate. So it is never destroyed by a thread of a pool.
class connection_core : public std::enable_shared_from_this<connection_core> {
public:
    using executor_type = boost::asio::any_io_executor;
    using connect_handler = pending_handler<diagnostics>;
    using call_handler = pending_handler<result>;
    using watch_handler = pending_handler<>;

    [[nodiscard]] static std::shared_ptr<connection_core> make(executor_type const&,
                                                               std::shared_ptr<runtime>);
    connection_core(executor_type const&, std::shared_ptr<runtime>);
    connection_core(connection_core const&) = delete;
    connection_core& operator=(connection_core const&) = delete;
    ~connection_core();

    // From any thread. The rest is for the strand.
    void async_connect(options&&, milliseconds timeout, connect_handler::handler_type);
    void async_request(request, milliseconds timeout, call_handler::handler_type);
    void async_wait_dead(watch_handler::handler_type);
    void async_close();
    [[nodiscard]] bool is_open() const noexcept { return open_; }
    [[nodiscard]] executor_type executor() const noexcept { return executor_; }

    /// The execution context ends: destroys handlers uncalled, and all that belongs to it.
    void abandon();

private:
    enum class phase {
        /// No login, or the connection has died.
        closed,
        resolving,
        probing,
        logging_in,
        idle,
        /// Waits for a thread of the pool, or is being sent.
        sending,
        /// Sent; no byte of an answer has come.
        waiting,
        reading,
        /// The server was asked to stop.
        canceling,
    };

    using ticket = std::uint64_t;

    /// All that must go before the execution context goes.
    struct io_objects {
        using timer_type = boost::asio::steady_timer::rebind_executor<serial_executor>::other;
        using socket_type = boost::asio::basic_stream_socket<boost::asio::ip::tcp, serial_executor>;

        serial_executor strand;
        timer_type timer;
        /// Runs while a server gets a pause from logins.
        timer_type pause;
        /// One for each attempt: what is left of an attempt that was given up closes its own.
        std::shared_ptr<socket_type> probe;
        std::optional<socket_type> socket;

        explicit io_objects(executor_type const& executor)
            : strand(serial(executor))
            , timer(strand)
            , pause(strand) {}
    };

    // connection_core.cpp
    template <class Handler>
    ticket listen_for_cancellation(Handler const& handler);
    void cancel(ticket, boost::asio::cancellation_type);
    void start_operation(ticket, milliseconds timeout);
    void end_operation();
    void arm_timer(milliseconds);
    void wait_for_deadline();
    void rest_timer();
    void on_timer();
    /// Ends the operation outstanding, at once or when its job has returned.
    void interrupt(error_code reason, bool polite);
    void interrupt_call(error_code reason, bool polite);
    void close();
    void kill_socket() noexcept;
    /// The code is for who waits for the connection's death.
    void drop_process(error_code);
    void release_watcher(error_code);
    void watch_socket();
    void on_readable(error_code const&, std::size_t peeked, std::uint64_t read_before);
    void close_later(std::shared_ptr<dblib_process>);
    /// A job that does the work, then posts the rest to the strand.
    [[nodiscard]] elastic_pool::job reporting(std::function<void()> work,
                                              std::function<void(connection_core&)> then);
    [[nodiscard]] bool run_on(elastic_pool&, std::function<void()> work,
                              std::function<void(connection_core&)> then);
    template <class Function>
    void post(Function);

    // core_connect.cpp
    void connect(ticket, std::shared_ptr<login_attempt>, milliseconds timeout, connect_handler);
    [[nodiscard]] error_code prepare(milliseconds timeout);
    void start_resolving();
    void start_probing();
    void probe(std::size_t number);
    void on_resolved();
    void on_probed(error_code const&);
    void start_login();
    void on_logged_in();
    [[nodiscard]] bool adopt(login_attempt&);
    void finish_connect(error_code, diagnostics = {});

    // core_turn.cpp
    void await_turn(login_step const&);
    [[nodiscard]] login_gate::waiter waiter_for(login_step const&);
    /// Ends the wait for a turn. False: there was none, or it has come.
    bool leave_queue();

    // core_request.cpp
    void call(ticket, std::shared_ptr<exchange>, milliseconds timeout, call_handler);
    void start_sending();
    void send_at_once();
    void on_sent();
    void start_reading(arrival);
    void read_at_once();
    void on_read();
    void start_canceling();
    void on_canceled();
    void finish_call(error_code);
    [[nodiscard]] bool silent() noexcept;

    executor_type executor_;
    /// The same, as handlers know theirs.
    boost::asio::any_completion_executor fallback_;
    std::shared_ptr<runtime> runtime_;
    std::optional<io_objects> io_;
    /// After the strand: services that are made later are shut down earlier, and once the strand's
    /// is, a job that posted would destroy its handler, and with it perhaps us, on its own thread.
    std::shared_ptr<context_gate> gate_;
    std::atomic<bool> open_{false};
    std::atomic<ticket> tickets_{0};

    phase phase_ = phase::closed;
    /// Of the operation outstanding; 0 if none.
    ticket current_ = 0;
    ticket watching_ = 0;
    std::shared_ptr<connection_core> self_;
    std::optional<connect_handler> on_connect_;
    std::optional<call_handler> on_call_;
    std::optional<watch_handler> on_dead_;

    /// Why the operation is being ended; none if it is not.
    error_code reason_;
    bool killed_ = false;
    /// A look at what comes is outstanding on the socket of this generation.
    bool armed_ = false;
    std::uint64_t generation_ = 0;
    /// Room for a short answer: one look is enough to know that all of it is there.
    std::array<std::byte, 256> peeked_{};
    /// What was seen before somebody has read is no longer there.
    std::uint64_t times_read_ = 0;
    /// An answer was read that nothing followed, and its handler runs: a call that it makes needs
    /// no look at the socket.
    bool emptied_ = false;
    bool readable_ = false;
    std::chrono::steady_clock::time_point deadline_;
    bool timer_armed_ = false;
    std::chrono::seconds patience_{0};
    /// Written by whoever reads, which is one at a time; a job may outlive the core.
    std::shared_ptr<last_answer> last_answer_ = std::make_shared<last_answer>();
    std::shared_ptr<login_attempt> attempt_;
    /// The server in whose queue the attempt stands or stood; empty: it has asked for no turn.
    std::string turn_at_;
    bool pausing_ = false;
    std::shared_ptr<exchange> exchange_;
    std::shared_ptr<dblib_process> process_;
};

// The slot is left as it is when the operation ends: a late signal finds another ticket.
template <class Handler>
auto connection_core::listen_for_cancellation(Handler const& handler) -> ticket {
    auto const number = ++tickets_;
    auto slot = handler.cancellation_slot();
    if (slot.is_connected())
        slot.assign([weak = weak_from_this(), number](boost::asio::cancellation_type type) {
            if (auto const self = weak.lock())
                self->post([number, type](connection_core& core) { core.cancel(number, type); });
        });
    return number;
}

template <class Function>
void connection_core::post(Function function) {
    gate_->enter(weak_from_this(), [&](std::shared_ptr<connection_core> core) {
        auto const strand = core->io_->strand;
        boost::asio::post(strand, [core = std::move(core), function]() { function(*core); });
    });
}

} // namespace ssislb::tds::detail
