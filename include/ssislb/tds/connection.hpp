// A connection to one SQL Server.
#pragma once

#include <ssislb/base/diagnostics.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/tds/options.hpp>
#include <ssislb/tds/request.hpp>
#include <ssislb/tds/result.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <memory>
#include <utility>

namespace ssislb::tds {

namespace detail {
class connection_core;
}

/// One login, one request at a time.
///
/// *Executor.* A handler runs on its associated executor, else on the connection's; never inside
/// the initiating function. What may block in FreeTDS does so on threads of the runtime.
///
/// *One at a time.* While async_connect, async_call or async_execute is outstanding, another of
/// them completes with client_errc::operation_in_progress. async_wait_dead stands beside them.
///
/// *Object lifetimes.* Arguments are taken by value; nothing of the caller's need outlive the
/// initiation. Destroying the connection, or assigning to it, equals terminal cancellation of what
/// is outstanding. Destroying the execution context destroys outstanding handlers uncalled.
///
/// After a move the source can only be assigned to or destroyed.
///
/// *Thread safety.* Distinct objects are safe. On a shared object every member but the move, the
/// assignment and the destructor is safe.
class connection {
public:
    using executor_type = boost::asio::any_io_executor;

    /// The runtime is kept alive.
    connection(executor_type executor, std::shared_ptr<runtime> shared);
    connection(connection&&) noexcept;
    connection& operator=(connection&&) noexcept;
    ~connection();

    /// Connect and log in. An open connection is closed first.
    ///
    /// First a plain TCP connection is tried and closed, so that a dead host costs no thread; then
    /// FreeTDS connects. To a named instance FreeTDS goes at once.
    ///
    /// *Handler signature*: `void(error_code, diagnostics)`. The diagnostics hold what the server
    /// said during the login, also after success (database and language changed).
    ///
    /// *Errors*
    /// * client_errc::invalid_argument: the options hold what may not stand there, or one of the
    ///   environment variables TDSHOST, TDSPORT is set, which would send FreeTDS elsewhere, or
    ///   TDSVER, which would have it send the password unencrypted. The diagnostics name it.
    /// * client_errc::host_not_found, connection_refused (also: no route to the host), timed_out.
    /// * client_errc::login_failed: the server's messages are in the diagnostics (18456, 4060 ...).
    /// * client_errc::tls_or_login_failed: the server gave no reason. FreeTDS does not tell an
    ///   untrusted certificate from a wrong host name or refused encryption, nor from a line that
    ///   was lost.
    /// * client_errc::connection_lost: the same with tds::encryption::off and a password, where
    ///   no certificate can be the reason: the line was lost, no SQL Server listens there, or it
    ///   insists on encryption.
    /// * client_errc::out_of_resources: no file descriptor is left (see descriptors.hpp; the
    ///   diagnostics hold the limits), or no thread can be started.
    /// * client_errc::operation_in_progress, boost::asio::error::operation_aborted.
    ///
    /// *Cancellation*: terminal, partial and total, at any time, with the same effect as the
    /// deadline: the handler is called at once; a login that FreeTDS has begun ends on the login
    /// pool in 3 s if the server is silent, to a named instance in the timeout for each phase.
    ///
    /// *Object lifetimes*, *Thread safety*: see the class.
    template <boost::asio::completion_token_for<void(error_code, diagnostics)> Token =
                  boost::asio::deferred_t>
    auto async_connect(options how, milliseconds timeout, Token&& token = Token{}) {
        return boost::asio::async_initiate<Token, void(error_code, diagnostics)>(
            [](auto handler, core_pointer core, options how_, milliseconds timeout_) {
                start_connect(std::move(core), std::move(how_), timeout_, std::move(handler));
            },
            token, core_, std::move(how), timeout);
    }

    /// Call a procedure and read its whole answer.
    ///
    /// *Handler signature*: `void(error_code, result)`. The result holds what arrived, also after
    /// an error.
    ///
    /// *Errors*
    /// * any code of sql_server_category(): the first message above severity 10. Whatever the
    ///   answer says besides (status, further sets), the call has failed. The connection lives.
    /// * client_errc::not_connected: nothing was sent; connect first.
    /// * client_errc::invalid_argument: a parameter cannot be sent; nothing was sent.
    /// * client_errc::timed_out: the deadline passed. The connection is dead, unless the request
    ///   still waited for a thread: then nothing was sent.
    /// * client_errc::connection_lost: it ended before the answer was complete. Whether the
    ///   procedure ran is not known.
    /// * client_errc::result_too_large: past the limits of the request. The connection lives.
    /// * client_errc::protocol_violation: the answer cannot be read. The connection is dead.
    /// * client_errc::operation_in_progress, boost::asio::error::operation_aborted.
    ///
    /// *Cancellation*
    ///
    ///   | phase                | total, partial                      | terminal, deadline  |
    ///   |----------------------|-------------------------------------|---------------------|
    ///   | waits for a thread   | nothing is sent, connection lives   | the same            |
    ///   | is being sent, or is | server is asked to stop; connection | connection ends     |
    ///   | sent, no answer yet  | lives if the server agrees in 2 s   |                     |
    ///   | answer is being read | total: too late, completes normally | connection ends     |
    ///   |                      | partial: connection ends            |                     |
    ///   | answer is complete   | too late: completes normally        | too late            |
    ///
    /// After the request was sent, its effect on the server is not known: cancellation undoes
    /// nothing. The handler is called when no thread works for the request any more.
    ///
    /// *Object lifetimes*, *Thread safety*: see the class.
    template <
        boost::asio::completion_token_for<void(error_code, result)> Token = boost::asio::deferred_t>
    auto async_call(rpc call, milliseconds timeout, Token&& token = Token{}) {
        return boost::asio::async_initiate<Token, void(error_code, result)>(
            [](auto handler, core_pointer core, rpc call_, milliseconds timeout_) {
                start_call(std::move(core), std::move(call_), timeout_, std::move(handler));
            },
            token, core_, std::move(call), timeout);
    }

    /// Run a batch and read its whole answer.
    ///
    /// *Handler signature*, *Errors*, *Cancellation*, *Object lifetimes*, *Thread safety*: as
    /// async_call. An empty batch is client_errc::invalid_argument.
    template <
        boost::asio::completion_token_for<void(error_code, result)> Token = boost::asio::deferred_t>
    auto async_execute(batch text, milliseconds timeout, Token&& token = Token{}) {
        return boost::asio::async_initiate<Token, void(error_code, result)>(
            [](auto handler, core_pointer core, batch text_, milliseconds timeout_) {
                start_execute(std::move(core), std::move(text_), timeout_, std::move(handler));
            },
            token, core_, std::move(text), timeout);
    }

    /// Wait until the connection dies: by the server, the network, or a call that ended it.
    ///
    /// May be outstanding beside a call. A connection that nobody watches is seen to be dead by
    /// the next call.
    ///
    /// *Handler signature*: `void(error_code)`; no error: the connection is dead.
    ///
    /// *Errors*
    /// * client_errc::not_connected: it is not open.
    /// * client_errc::operation_in_progress: somebody waits already.
    /// * boost::asio::error::operation_aborted: canceled, or closed by close() or async_connect.
    ///
    /// *Cancellation*: terminal, partial and total; the connection is left alone.
    ///
    /// *Object lifetimes*, *Thread safety*: see the class.
    template <boost::asio::completion_token_for<void(error_code)> Token = boost::asio::deferred_t>
    auto async_wait_dead(Token&& token = Token{}) {
        return boost::asio::async_initiate<Token, void(error_code)>(
            [](auto handler, core_pointer core) {
                start_wait_dead(std::move(core), std::move(handler));
            },
            token, core_);
    }

    /// End the connection. What is outstanding completes with operation_aborted.
    void close() noexcept;

    /// Whether a login has succeeded and nothing is known to have ended it.
    [[nodiscard]] bool is_open() const noexcept;

    [[nodiscard]] executor_type get_executor() const noexcept;

private:
    using core_pointer = std::shared_ptr<detail::connection_core>;
    template <class... Results>
    using handler_of = boost::asio::any_completion_handler<void(error_code, Results...)>;

    static void start_connect(core_pointer, options, milliseconds, handler_of<diagnostics>);
    static void start_call(core_pointer, rpc, milliseconds, handler_of<result>);
    static void start_execute(core_pointer, batch, milliseconds, handler_of<result>);
    static void start_wait_dead(core_pointer, handler_of<>);

    core_pointer core_;
};

} // namespace ssislb::tds
