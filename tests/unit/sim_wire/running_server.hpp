// A listener with a fake world behind it, on threads of its own, and a blocking client.
#pragma once

#include "sim/server/listener.hpp"
#include "unit/sim_wire/client_bytes.hpp"
#include "unit/sim_wire/fake_service.hpp"
#include "unit/sim_wire/token_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace ssislb::test {

namespace asio = boost::asio;
using boost::system::error_code;

/// Threads that run an io_context until the end of the scope.
class running_context {
public:
    explicit running_context(int threads = 1) {
        for (; threads > 0; --threads)
            threads_.emplace_back([this] { context.run(); });
    }
    ~running_context() {
        guard_.reset();
        for (auto& each : threads_)
            each.join();
    }

    asio::io_context context;

private:
    asio::executor_work_guard<asio::io_context::executor_type> guard_ =
        asio::make_work_guard(context);
    std::vector<std::thread> threads_;
};

struct running_server {
    explicit running_server(int threads = 1, sim::listen_options options = {})
        : running(threads)
        , listener(std::make_shared<sim::detail::listener>(running.context.get_executor(), service,
                                                           std::move(options))) {
        listener->start();
    }
    ~running_server() { listener->stop(); }

    std::shared_ptr<fake_service> service = std::make_shared<fake_service>();
    running_context running;
    std::shared_ptr<sim::detail::listener> listener;
};

class blocking_client {
public:
    explicit blocking_client(std::uint16_t port) {
        socket_.connect({asio::ip::address_v4::loopback(), port});
    }

    void send(byte_string const& data) {
        error_code ignored;
        asio::write(socket_, asio::buffer(data), ignored);
    }

    /// One whole answer; fewer bytes when the connection ends.
    byte_string receive_message() {
        byte_string out;
        for (bool last = false; !last;) {
            auto const at = out.size();
            out += receive(8);
            if (out.size() < at + 8)
                break;
            last = (out[at + 1] & 1) != 0;
            out += receive(std::size_t{out[at + 2]} * 256 + out[at + 3] - 8);
        }
        return out;
    }

    /// Everything until the connection ends.
    byte_string receive_all() {
        byte_string out(1);
        error_code failed;
        std::size_t size = 0;
        while (!failed) {
            out.resize(size + 65536);
            size += socket_.read_some(asio::buffer(out) + size, failed);
        }
        out.resize(size);
        return out;
    }

    std::vector<std::string> ask(byte_string const& request) {
        send(request);
        return read_answer(receive_message());
    }

    void log_in() {
        if (ask(login7()).size() != 8)
            throw std::runtime_error("the login has failed");
    }

private:
    byte_string receive(std::size_t size) {
        byte_string out(size);
        error_code failed;
        out.resize(asio::read(socket_, asio::buffer(out), failed));
        return out;
    }

    asio::io_context context_;
    asio::ip::tcp::socket socket_{context_};
};

} // namespace ssislb::test
