// A line through a relay: what one side says goes to the other, as far as a censor lets it.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>

namespace ssislb::test {

/// Works on the thread that runs its client's context. It lives as long as something passes.
class relayed_line : public std::enable_shared_from_this<relayed_line> {
public:
    using tcp = boost::asio::ip::tcp;
    using bytes = std::array<unsigned char, 65536>;

    enum class after { goes_on, ends, is_reset };
    struct portion {
        std::size_t size = 0;
        after then = after::goes_on;
    };
    /// Sees the words of one side before the other does, and may change them. Gives how many are
    /// passed on, and what becomes of the line.
    using censor = std::function<portion(std::span<unsigned char>)>;

    explicit relayed_line(tcp::socket client, censor answers = pass_all, censor requests = pass_all)
        : client_(std::move(client))
        , server_(client_.get_executor())
        , answers_(std::move(answers))
        , requests_(std::move(requests)) {}

    /// Of what the client says before the line is connected.
    [[nodiscard]] tcp::socket& client() noexcept { return client_; }
    [[nodiscard]] bytes& said_early() noexcept { return asked_; }

    /// Passes on what has been said early, then whatever comes from either side.
    void connect(std::uint16_t server, std::size_t said_early = 0) {
        boost::system::error_code failed;
        server_.connect({boost::asio::ip::address_v4::loopback(), server}, failed);
        if (!failed)
            write(server_, boost::asio::buffer(asked_, said_early), failed);
        if (failed)
            return;
        pass_requests();
        pass_answers();
    }

private:
    static portion pass_all(std::span<unsigned char> said) { return {said.size(), after::goes_on}; }

    void pass_requests() {
        client_.async_read_some(
            boost::asio::buffer(asked_),
            [self = shared_from_this()](boost::system::error_code failed, std::size_t size) {
                auto const allowed = self->requests_(std::span(self->asked_).first(size));
                if (!failed)
                    write(self->server_, boost::asio::buffer(self->asked_, allowed.size), failed);
                if (failed || allowed.then != after::goes_on)
                    return self->end(allowed.then);
                self->pass_requests();
            });
    }

    void pass_answers() {
        server_.async_read_some(
            boost::asio::buffer(said_),
            [self = shared_from_this()](boost::system::error_code failed, std::size_t size) {
                auto const allowed = self->answers_(std::span(self->said_).first(size));
                if (!failed)
                    write(self->client_, boost::asio::buffer(self->said_, allowed.size), failed);
                if (failed || allowed.then != after::goes_on)
                    return self->end(allowed.then);
                self->pass_answers();
            });
    }

    void end(after how) {
        boost::system::error_code ignored;
        if (how == after::is_reset)
            client_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
        client_.close(ignored);
        server_.close(ignored);
    }

    tcp::socket client_;
    tcp::socket server_;
    censor answers_;
    censor requests_;
    bytes asked_{};
    bytes said_{};
};

} // namespace ssislb::test
