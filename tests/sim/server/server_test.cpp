// Listening, connections, threads and ends.
#include "support/catch.hpp"
#include "unit/sim_wire/running_server.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// One row with a text of so many characters.
sql::result_set one_text(std::size_t length) {
    return {{{"t", sql::type::nvarchar_max, 0, false}}, {{std::string(length, 'x')}}};
}

bool can_connect(std::uint16_t port) {
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    error_code failed;
    socket.connect({asio::ip::address_v4::loopback(), port}, failed);
    return !failed;
}

} // namespace

TEST_CASE("a server chooses a free port and serves on it", "[sim][server]") {
    running_server server;
    CHECK(server.listener->port() != 0);
    auto const port = server.listener->port();
    server.listener->start();
    CHECK(server.listener->port() == port);
    blocking_client client(port);
    client.log_in();
    CHECK(client.ask(batch(u"set x")).size() == 1);
    auto const counted = server.listener->counters();
    CHECK(counted.connections == 1);
    CHECK(counted.logins == 1);
    CHECK(counted.requests == 1);
}

TEST_CASE("a port that is taken is an error", "[sim][server]") {
    running_server server;
    sim::listen_options same;
    same.port = server.listener->port();
    auto const second = std::make_shared<sim::detail::listener>(
        server.running.context.get_executor(), server.service, same);
    CHECK_THROWS_AS(second->start(), boost::system::system_error);
}

TEST_CASE("stop cuts connections and closes the port, start opens it again", "[sim][server]") {
    running_server server;
    auto const port = server.listener->port();
    blocking_client logged_in(port);
    logged_in.log_in();
    blocking_client silent(port);
    // Once its PRELOGIN is answered it has been accepted.
    silent.send(prelogin(2));
    CHECK_FALSE(silent.receive_message().empty());
    server.listener->stop();
    CHECK_FALSE(can_connect(port));
    CHECK(logged_in.receive_all().empty());
    CHECK(silent.receive_all().empty());

    server.listener->start();
    CHECK(server.listener->port() == port);
    blocking_client again(port);
    again.log_in();
}

TEST_CASE("a dead instance cuts its connections and accepts none", "[sim][server]") {
    running_server server;
    blocking_client idle(server.listener->port());
    idle.log_in();
    server.service->die();
    CHECK(idle.receive_all().empty());
    blocking_client late(server.listener->port());
    late.send(prelogin(2));
    CHECK(late.receive_all().empty());
}

TEST_CASE("an answer larger than the socket's buffer arrives whole", "[sim][server]") {
    running_server server;
    server.service->on_batch = [](auto const&) { return answer(one_text(6'000'000)); };
    blocking_client client(server.listener->port());
    client.log_in();
    // The second request is read while the first answer is on its way.
    client.send(batch(u"select"));
    client.send(batch(u"select"));
    CHECK(client.receive_message().size() > 12'000'000);
    CHECK(client.receive_message().size() > 12'000'000);
}

TEST_CASE("many clients are served by several threads", "[sim][server]") {
    constexpr int clients = 24;
    constexpr int calls = 50;
    running_server server(3);
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int at = 0; at < clients; ++at)
        threads.emplace_back([&] {
            blocking_client client(server.listener->port());
            client.log_in();
            for (int count = 0; count < calls; ++count)
                right += client.ask(rpc_bytes(u"sp_help_job").message()).size() == 2 ? 1 : 0;
        });
    for (auto& each : threads)
        each.join();
    CHECK(right == clients * calls);
    CHECK(server.listener->counters().requests == clients * calls);
    CHECK(server.listener->counters().logins == clients);
}

TEST_CASE("stopping in the midst of traffic is safe", "[sim][server]") {
    running_server server(2);
    server.service->on_batch = [](auto const&) {
        auto response = answer(one_number(1));
        response.delivery.delay = std::chrono::milliseconds(1);
        return response;
    };
    std::vector<std::thread> threads;
    for (int at = 0; at < 8; ++at)
        threads.emplace_back([port = server.listener->port()] {
            try {
                blocking_client client(port);
                client.send(login7());
                while (!client.receive_message().empty())
                    client.send(batch(u"select"));
            } catch (boost::system::system_error const&) {
                // The port was closed before this client came.
            }
        });
    while (server.listener->counters().requests < 100)
        std::this_thread::yield();
    server.listener->stop();
    for (auto& each : threads)
        each.join();
    CHECK(server.listener->counters().requests >= 100);
}

TEST_CASE("a client that goes away in mid answer does no harm", "[sim][server]") {
    running_server server;
    server.service->on_batch = [](auto const&) { return answer(one_text(2'000'000)); };
    {
        blocking_client gone(server.listener->port());
        gone.log_in();
        gone.send(batch(u"select"));
    }
    blocking_client stays(server.listener->port());
    stays.log_in();
    stays.send(batch(u"select"));
    CHECK(stays.receive_message().size() > 1'000'000);
}

TEST_CASE("a request that is read as the server stops leaves no work behind", "[sim][server]") {
    // No thread: the request has been read, and its handler stands in the queue behind the stop.
    asio::io_context context;
    auto const service = std::make_shared<fake_service>();
    auto const server = std::make_shared<sim::detail::listener>(context.get_executor(), service,
                                                                sim::listen_options{});
    server->start();
    blocking_client client(server->port());
    client.send(login7());
    bool stopped = false;
    service->on_batch = [&](sql::batch const& asked) {
        auto response = answer(one_number(1));
        if (asked.text == "slow") {
            response.delivery.delay = std::chrono::hours(24);
            return response;
        }
        client.send(batch(u"slow"));
        server->stop();
        stopped = true;
        return response;
    };
    while (server->counters().logins == 0)
        context.run_one();
    client.send(batch(u"first"));
    while (!stopped)
        context.run_one();
    context.poll();
    CHECK(context.stopped());
}
