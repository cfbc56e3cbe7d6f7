// The control socket of a run: clients that stall, send rubbish or leave harm nobody.
#include "control_client.hpp"
#include "control_place.hpp"
#include "control_server.hpp"
#include "support/catch.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

using namespace ssislb::cli;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using protocol = boost::asio::local::stream_protocol;
namespace fs = std::filesystem;

namespace {

class scratch {
public:
    scratch() {
        std::string name = (fs::temp_directory_path() / "ssislb-server-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~scratch() { fs::remove_all(path); }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;

    std::string path;
};

/// Answers each line with itself in brackets, on a thread of its own.
class echo {
public:
    explicit echo(control_limits limits = {}) {
        auto socket = open_control_socket(io_.get_executor(), place_.path + "/1.sock");
        REQUIRE(socket.acceptor);
        server_.emplace(
            std::move(socket),
            [](std::string line) -> boost::asio::awaitable<std::string> {
                co_return '[' + std::move(line) + ']';
            },
            limits);
        thread_ = std::thread([this] { io_.run(); });
    }

    ~echo() { close(); }
    echo(echo const&) = delete;
    echo& operator=(echo const&) = delete;

    /// Comes back when nothing of it is left.
    void close() {
        if (!thread_.joinable())
            return;
        boost::asio::post(io_, [this] { server_.reset(); });
        thread_.join();
    }

    [[nodiscard]] std::string path() const { return place_.path + "/1.sock"; }
    [[nodiscard]] std::string folder() const { return place_.path; }

    [[nodiscard]] protocol::socket connect() {
        protocol::socket client(clients_);
        client.connect(protocol::endpoint(path()));
        return client;
    }

private:
    scratch place_;
    boost::asio::io_context io_{1};
    boost::asio::io_context clients_;
    std::optional<control_server> server_;
    std::thread thread_;
};

void send(protocol::socket& to, std::string_view text) {
    boost::system::error_code ignored;
    boost::asio::write(to, boost::asio::buffer(text), ignored);
}

/// All that comes until the other end closes.
std::string read_all(protocol::socket& from) {
    std::string received;
    boost::system::error_code ended;
    boost::asio::read(from, boost::asio::dynamic_buffer(received), ended);
    return received;
}

} // namespace

TEST_CASE("a line is answered with a line, and so is the next one", "[cli]") {
    echo server;
    CHECK(ask(server.path(), "one").value() == "[one]");
    auto client = server.connect();
    send(client, "two\nthree\nfo");
    send(client, "ur\n");
    client.shutdown(protocol::socket::shutdown_send);
    CHECK(read_all(client) == "[two]\n[three]\n[four]\n");
}

TEST_CASE("a client that sends megabytes is left, and the next one answered", "[cli]") {
    echo server({.longest_line = 1000, .clients = 16, .patience = 10s});
    auto client = server.connect();
    send(client, std::string(4'000'000, 'x'));
    // What it had not read yet may break the line before the answer is taken.
    auto const answer = read_all(client);
    CHECK((answer.empty() || answer.find("too long") != std::string::npos));
    CHECK(ask(server.path(), "still there").value() == "[still there]");
}

TEST_CASE("clients that stall keep nobody waiting for long", "[cli]") {
    echo server({.longest_line = 1000, .clients = 2, .patience = 50ms});
    auto first = server.connect();
    auto second = server.connect();
    send(first, "half a li");
    CHECK(ask(server.path(), "next").value() == "[next]");
    CHECK(read_all(first).empty());
    CHECK(read_all(second).empty());
}

TEST_CASE("clients that leave without waiting harm nobody", "[cli]") {
    echo server;
    for (int i = 0; i < 200; ++i) {
        auto client = server.connect();
        send(client, i % 2 == 0 ? "gone\n" : "gone");
    }
    CHECK(ask(server.path(), "still there").value() == "[still there]");
}

TEST_CASE("many clients at once are all answered", "[cli]") {
    echo server({.longest_line = 1000, .clients = 4, .patience = 10s});
    std::atomic<int> answered = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 40; ++i)
        clients.emplace_back([&] {
            auto const answer = ask(server.path(), "x");
            answered += answer && *answer == "[x]" ? 1 : 0;
        });
    for (auto& each : clients)
        each.join();
    CHECK(answered == 40);
}

TEST_CASE("a server that closes leaves its clients and no socket", "[cli]") {
    echo server;
    auto client = server.connect();
    server.close();
    CHECK(read_all(client).empty());
    CHECK_FALSE(fs::exists(server.path()));
    CHECK(run_at(server.path()).empty());
}

TEST_CASE("a socket that a dead run has left is replaced, and removed by who finds it", "[cli]") {
    scratch const place;
    std::string const path = place.path + "/7.sock";
    boost::asio::io_context io;
    auto const leave_one = [&] {
        protocol::acceptor left(io, protocol::endpoint(path));
        left.close();
        REQUIRE(fs::exists(path));
    };
    leave_one();
    CHECK(living_runs({place.path}).empty());
    CHECK_FALSE(fs::exists(path));

    leave_one();
    CHECK(open_control_socket(io.get_executor(), path).acceptor);
}

TEST_CASE("only sockets in the folder of the runs are removed", "[cli]") {
    scratch const place;
    std::string const file = place.path + "/7.sock";
    std::ofstream(file) << "precious";
    // To connect to a file is refused as it is at a dead socket.
    CHECK(run_at(file).empty());
    CHECK(living_runs({place.path}).empty());
    CHECK(fs::exists(file));

    std::string const elsewhere = place.path + "/socket";
    boost::asio::io_context io;
    protocol::acceptor(io, protocol::endpoint(elsewhere)).close();
    CHECK(run_at(elsewhere).empty());
    CHECK(living_runs({place.path}).empty());
    CHECK(fs::exists(elsewhere));
}

TEST_CASE("a socket replaces neither a file nor the socket of another run", "[cli]") {
    echo server;
    boost::asio::io_context io;
    CHECK_THAT(open_control_socket(io.get_executor(), server.path()).trouble,
               Contains("another process listens"));
    std::string const file = server.folder() + "/file";
    std::ofstream(file) << "precious";
    CHECK_THAT(open_control_socket(io.get_executor(), file).trouble, Contains("is no socket"));
    CHECK(fs::file_size(file) == 8);
    // Nor what has a name like that of a socket that is being made.
    std::string const neighbour = server.folder() + "/new.sock~";
    std::ofstream(neighbour) << "precious";
    CHECK(open_control_socket(io.get_executor(), server.folder() + "/new.sock").acceptor);
    CHECK(fs::file_size(neighbour) == 8);
    CHECK_THAT(open_control_socket(io.get_executor(), server.folder() + '/' + std::string(120, 'x'))
                   .trouble,
               Contains("at most"));
    CHECK_FALSE(open_control_socket(io.get_executor(), server.folder() + "/no/such").acceptor);
}
