#include "control_server.hpp"

#include "control_desk.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <exception>
#include <set>
#include <utility>

namespace ssislb::cli {
namespace {

using protocol = boost::asio::local::stream_protocol;
constexpr auto answered = boost::asio::as_tuple(boost::asio::use_awaitable);

/// A client that does not read its answer holds a process that is through no longer than this.
constexpr std::chrono::milliseconds last_words{1000};

bool is_allowed(protocol::socket& peer) {
    ucred who{};
    socklen_t size = sizeof who;
    return ::getsockopt(peer.native_handle(), SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
           (who.uid == ::geteuid() || who.uid == 0);
}

struct session {
    explicit session(protocol::socket connected)
        : socket(std::move(connected))
        , deadline(socket.get_executor()) {}

    protocol::socket socket;
    boost::asio::steady_timer deadline;
    bool answering = false;

    void close() {
        boost::system::error_code ignored;
        socket.close(ignored);
    }
};

} // namespace

class control_server::core : public std::enable_shared_from_this<core> {
public:
    core(control_socket socket, answerer answer, control_limits limits)
        : socket_(std::move(socket))
        , answer_(std::move(answer))
        , limits_(limits)
        , pause_(socket_.acceptor->get_executor()) {}

    void start() {
        spawn(accept(), [] {});
    }

    void close() {
        if (std::exchange(closed_, true))
            return;
        // Somebody may have put another there.
        struct stat there {};
        if (::lstat(socket_.path.c_str(), &there) == 0 && there.st_ino == socket_.file)
            ::unlink(socket_.path.c_str());
        boost::system::error_code ignored;
        socket_.acceptor->close(ignored);
        pause_.cancel();
        for (auto const& each : sessions_)
            if (each->answering)
                limit_time(each, last_words);
            else
                each->close();
    }

private:
    void spawn(boost::asio::awaitable<void> body, std::function<void()> then) {
        boost::asio::co_spawn(pause_.get_executor(), std::move(body),
                              [self = shared_from_this(), then](std::exception_ptr failure) {
                                  then();
                                  if (failure)
                                      std::rethrow_exception(failure);
                              });
    }

    boost::asio::awaitable<void> accept() {
        while (!closed_) {
            if (sessions_.size() >= limits_.clients) {
                co_await wait(limits_.patience);
                continue;
            }
            auto [error, peer] = co_await socket_.acceptor->async_accept(answered);
            if (error && !closed_)
                co_await wait(std::chrono::seconds(1)); // no descriptor is left
            if (error || closed_ || !is_allowed(peer))
                continue;
            auto const one = std::make_shared<session>(std::move(peer));
            sessions_.insert(one);
            spawn(serve(one), [this, one] {
                sessions_.erase(one);
                pause_.cancel();
            });
        }
    }

    /// Or until somebody has left.
    boost::asio::awaitable<void> wait(std::chrono::milliseconds length) {
        pause_.expires_after(length);
        co_await pause_.async_wait(answered);
    }

    boost::asio::awaitable<void> serve(std::shared_ptr<session> one) {
        std::string received;
        bool goes_on = true;
        while (goes_on && !closed_) {
            limit_time(one);
            auto buffer = boost::asio::dynamic_buffer(received, limits_.longest_line);
            auto const [error, size] =
                co_await boost::asio::async_read_until(one->socket, buffer, '\n', answered);
            goes_on = !error;
            if (error && error != boost::asio::error::not_found)
                co_return;
            one->answering = true;
            one->deadline.cancel();
            std::string answer;
            if (goes_on)
                answer = co_await answer_(received.substr(0, size - 1));
            else
                answer = refusal_line("bad_request", "the line is too long");
            received.erase(0, size);
            goes_on = co_await send(one, answer + '\n') && goes_on;
            one->answering = false;
        }
    }

    boost::asio::awaitable<bool> send(std::shared_ptr<session> one, std::string line) {
        limit_time(one);
        auto const [error, size] =
            co_await boost::asio::async_write(one->socket, boost::asio::buffer(line), answered);
        co_return !error;
    }

    void limit_time(std::shared_ptr<session> const& one) {
        limit_time(one, closed_ ? last_words : limits_.patience);
    }

    static void limit_time(std::shared_ptr<session> const& one, std::chrono::milliseconds length) {
        one->deadline.expires_after(length);
        one->deadline.async_wait([weak = std::weak_ptr(one)](boost::system::error_code error) {
            if (auto const late = weak.lock(); late && !error)
                late->close();
        });
    }

    control_socket socket_;
    answerer answer_;
    control_limits limits_;
    boost::asio::steady_timer pause_;
    std::set<std::shared_ptr<session>> sessions_;
    bool closed_ = false;
};

control_server::control_server(control_socket socket, answerer answer, control_limits limits)
    : core_(std::make_shared<core>(std::move(socket), std::move(answer), limits)) {
    core_->start();
}

control_server::~control_server() {
    close();
}

void control_server::close() {
    core_->close();
}

} // namespace ssislb::cli
