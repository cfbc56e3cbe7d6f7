// The connection between a process and an instance: questions one after the other, lost and made
// again.
#pragma once

#include "chance.hpp"
#include "desk.hpp"
#include "network.hpp"
#include "virtual_time.hpp"

#include <ssislb/agent/remote_server.hpp>
#include <ssislb/agent/supervision.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <deque>
#include <memory>
#include <vector>

namespace ssislb::simulation {

template <class T>
using coroutine = boost::asio::awaitable<T>;

/// Whoever waits for something to change looks again when it has been woken.
class wakers {
public:
    explicit wakers(boost::asio::any_io_executor executor)
        : executor_(std::move(executor)) {}

    [[nodiscard]] coroutine<void> wait();
    void wake_all();
    void wake_first();
    [[nodiscard]] bool empty() const noexcept { return waiting_.empty(); }

private:
    boost::asio::any_io_executor executor_;
    std::deque<boost::asio::any_completion_handler<void()>> waiting_;
};

/// Messages on their way refer to it: it is needed as long as the network.
class line final : public std::enable_shared_from_this<line>, private occurrence {
public:
    enum class state : std::uint8_t { unconnected, connecting, up, lost, given_up, closed };

    line(network&, instance&, boost::asio::any_io_executor, virtual_timekeeper&,
         supervision_options, chance);

    /// One try.
    [[nodiscard]] coroutine<error_code> connect();
    /// Waits for its turn, then for the answer.
    [[nodiscard]] coroutine<reply> ask(question);
    /// Until there is a connection; an error when there will be none.
    [[nodiscard]] coroutine<error_code> until_up();
    [[nodiscard]] coroutine<void> pause(milliseconds);

    void on_state_change(remote_server::state_function change) { changed_ = std::move(change); }
    void close();
    /// The process has died: what it has sent arrives, and it sends nothing more.
    void die() { dead_ = true; }

    [[nodiscard]] supervision_options const& options() const noexcept { return options_; }
    [[nodiscard]] std::uint64_t questions() const noexcept { return questions_; }
    [[nodiscard]] std::uint64_t reconnects() const noexcept { return reconnects_; }
    [[nodiscard]] bool closed() const noexcept { return state_ == state::closed; }
    [[nodiscard]] instance& server() noexcept { return server_; }
    [[nodiscard]] virtual_timekeeper& clock() noexcept { return clock_; }

    // From the network.
    /// Whether something that was sent over that connection can still arrive.
    [[nodiscard]] bool carries(std::uint32_t connection) const noexcept;
    [[nodiscard]] std::uint32_t epoch() const noexcept { return epoch_; }
    /// The server has answered it in that epoch of its life.
    void reach(std::uint32_t connection, std::uint32_t epoch) {
        if (connection == connection_)
            epoch_ = epoch;
    }
    void deliver(std::uint32_t connection, reply);
    void cut(std::uint32_t connection, error_code why);
    /// The server has crashed, and that is noticed so long after.
    void hear_of_crash(instant after);

private:
    using reply_handler = boost::asio::any_completion_handler<void(reply)>;

    bool occur(std::uint64_t connection) override;
    [[nodiscard]] coroutine<error_code> try_to_connect();
    [[nodiscard]] coroutine<reply> exchange(question);
    [[nodiscard]] coroutine<void> reconnect();
    void complete(reply);
    void lose(error_code why);
    void tell(bool up, error_code why, bool final);
    void enter(state);

    network& network_;
    instance& server_;
    boost::asio::any_io_executor executor_;
    virtual_timekeeper& clock_;
    supervision_options options_;
    chance chance_;
    state state_ = state::unconnected;
    bool dead_ = false;
    bool busy_ = false;
    /// The connection was given up by this side, or by the server.
    bool was_reset_ = false;
    /// Of the connection that there is or was last.
    std::uint32_t connection_ = 0;
    std::uint32_t epoch_ = 0;
    /// Who waits for the answer to what is asked now.
    std::optional<reply_handler> asking_;
    wakers turns_;
    wakers changes_;
    remote_server::state_function changed_;
    std::vector<detail::alarm*> pauses_;
    std::uint64_t questions_ = 0;
    std::uint64_t reconnects_ = 0;
};

} // namespace ssislb::simulation
