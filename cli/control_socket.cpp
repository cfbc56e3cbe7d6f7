// Making a control socket.
#include "control_place.hpp"
#include "control_server.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <random>

namespace ssislb::cli {
namespace {

using protocol = boost::asio::local::stream_protocol;

bool somebody_listens(boost::asio::any_io_executor const& executor, std::string const& path) {
    protocol::socket probe(executor);
    boost::system::error_code error;
    probe.connect(protocol::endpoint(path), error);
    return !error;
}

/// Why nothing may be put there; empty: it may. A dead socket is removed.
std::string clear_place(boost::asio::any_io_executor const& executor, std::string const& path) {
    struct stat found {};
    if (path.size() > longest_socket_path)
        return fmt::format("{}: a socket's path has at most {} bytes", path, longest_socket_path);
    if (::lstat(path.c_str(), &found) != 0)
        return {};
    if (!S_ISSOCK(found.st_mode))
        return path + " exists and is no socket";
    if (somebody_listens(executor, path))
        return "another process listens at " + path;
    ::unlink(path.c_str());
    return {};
}

/// It gets its name when it listens: who finds a socket that refuses may take it for a dead one.
/// A name that another process has taken meanwhile stays with that one.
boost::system::error_code listen_at(protocol::acceptor& acceptor, std::string const& path) {
    std::string const first_name = fmt::format("{}~{:08x}", path, std::random_device()());
    boost::system::error_code error;
    acceptor.open(protocol(), error);
    if (!error)
        acceptor.bind(protocol::endpoint(first_name), error);
    if (error)
        return error;
    bool const done = ::chmod(first_name.c_str(), S_IRUSR | S_IWUSR) == 0 &&
                      !acceptor.listen(boost::asio::socket_base::max_listen_connections, error) &&
                      ::link(first_name.c_str(), path.c_str()) == 0;
    if (!done && !error)
        error.assign(errno, boost::system::system_category());
    ::unlink(first_name.c_str());
    return error;
}

} // namespace

control_socket open_control_socket(boost::asio::any_io_executor const& executor, std::string path) {
    if (path.empty()) {
        auto folder = make_folder();
        if (!folder.trouble.empty())
            return {nullptr, {}, std::move(folder.trouble)};
        path = new_socket_name(folder.path);
    }
    if (auto why = clear_place(executor, path); !why.empty())
        return {nullptr, {}, std::move(why)};
    auto acceptor = std::make_unique<protocol::acceptor>(executor);
    if (auto const error = listen_at(*acceptor, path))
        return {nullptr, {}, path + ": " + error.message()};
    struct stat made {};
    ::lstat(path.c_str(), &made);
    return {std::move(acceptor), std::move(path), {}, made.st_ino};
}

} // namespace ssislb::cli
