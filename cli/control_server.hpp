// The control socket of a run: lines in, lines out, whatever the clients do.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace ssislb::cli {

struct control_limits {
    std::size_t longest_line = 64 * 1024;
    /// More than so many wait for their turn.
    std::size_t clients = 16;
    /// For a client to send its line, and to take the answer.
    std::chrono::milliseconds patience = std::chrono::seconds(10);
};

/// A socket that listens; where it could not be made, why.
struct control_socket {
    std::unique_ptr<boost::asio::local::stream_protocol::acceptor> acceptor;
    std::string path;
    std::string trouble;
    /// Of the file at the path.
    ino_t file = 0;
};

/// Listens at the path, or in the user's folder where it is empty. A socket that is there and that
/// nobody listens to is replaced, and nothing else.
[[nodiscard]] control_socket open_control_socket(boost::asio::any_io_executor const&,
                                                 std::string path);

/// Serves several clients at a time; of this user or root only. Each line is answered with one.
///
/// Thread safety: the executor runs one handler at a time; all members are called from there.
class control_server {
public:
    using answerer = std::function<boost::asio::awaitable<std::string>(std::string line)>;

    /// Preconditions: the socket has an acceptor.
    control_server(control_socket, answerer, control_limits = {});
    /// Equals close.
    ~control_server();

    control_server(control_server const&) = delete;
    control_server& operator=(control_server const&) = delete;

    /// Removes the socket and leaves the clients, but for those whose answer is under way.
    void close();

private:
    class core;

    std::shared_ptr<core> core_;
};

} // namespace ssislb::cli
