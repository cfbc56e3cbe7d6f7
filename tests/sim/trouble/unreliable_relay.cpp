// A relay between client and server that can be told to misbehave.
#include "unreliable_relay.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace ssislb::test {
namespace {

namespace asio = boost::asio;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds no_drip{-1};

} // namespace

struct unreliable_relay::line {
    line(std::size_t which, tcp::socket accepted)
        : number(which)
        , client(std::move(accepted))
        , server(client.get_executor()) {}

    [[nodiscard]] tcp::socket& from(direction which) {
        return which == direction::answers ? server : client;
    }
    [[nodiscard]] tcp::socket& to(direction which) {
        return which == direction::answers ? client : server;
    }

    std::size_t number;
    bool dead = false;
    tcp::socket client;
    tcp::socket server;
    std::array<std::array<unsigned char, 65536>, 2> bytes{};
};

unreliable_relay::unreliable_relay(std::uint16_t server)
    : server_(server) {
    asio::co_spawn(io_, accept(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
}

unreliable_relay::~unreliable_relay() {
    io_.stop();
    thread_.join();
}

void unreliable_relay::cut_after(direction which, std::size_t bytes, line_end how) {
    std::lock_guard const hold(mutex_);
    cut_ = cut{which, bytes, how};
}

bool unreliable_relay::take_back() {
    std::lock_guard const hold(mutex_);
    return std::exchange(cut_, std::nullopt).has_value();
}

void unreliable_relay::vanish() {
    away_ = true;
}

void unreliable_relay::come_back() {
    first_living_ = lines_.load();
    away_ = false;
}

void unreliable_relay::drip(std::chrono::milliseconds between_bytes) {
    between_bytes_ = between_bytes;
}

asio::awaitable<void> unreliable_relay::accept() {
    for (;;) {
        auto [failed, client] = co_await acceptor_.async_accept(as_result);
        if (failed)
            co_return;
        auto const made = std::make_shared<line>(lines_++, std::move(client));
        asio::co_spawn(io_, serve(made), asio::detached);
    }
}

asio::awaitable<void> unreliable_relay::serve(line_pointer both) {
    tcp::endpoint const server(asio::ip::address_v4::loopback(), server_);
    auto const [refused] = co_await both->server.async_connect(server, as_result);
    if (refused)
        co_return end(*both, line_end::reset);
    boost::system::error_code ignored;
    both->client.set_option(tcp::no_delay(true), ignored);
    both->server.set_option(tcp::no_delay(true), ignored);
    asio::co_spawn(io_, pass(both, direction::requests), asio::detached);
    asio::co_spawn(io_, pass(both, direction::answers), asio::detached);
}

asio::awaitable<void> unreliable_relay::pass(line_pointer both, direction which) {
    auto const room = asio::buffer(both->bytes[index(which)]);
    for (;;) {
        auto const [failed, size] = co_await both->from(which).async_read_some(room, as_result);
        if (failed && is_dead(*both) && which == direction::answers)
            co_return;
        if (failed)
            co_return end(*both, line_end::orderly);
        if (is_dead(*both))
            continue;
        auto const [allowed, then] = portion_of(which, size);
        bool const handed_on = co_await hand_on(both, which, allowed);
        if (then == line_end::silent)
            both->dead = true;
        else if (then || !handed_on)
            co_return end(*both, then.value_or(line_end::orderly));
    }
}

asio::awaitable<bool> unreliable_relay::hand_on(line_pointer both, direction which,
                                                std::size_t size) {
    auto const between = between_bytes_.load();
    bool const dripping = between != no_drip && which == direction::answers;
    std::size_t const step = dripping ? 1 : size;
    asio::steady_timer pause(io_);
    for (std::size_t at = 0; at < size; at += step) {
        if (dripping && between.count() > 0) {
            pause.expires_after(between);
            co_await pause.async_wait(as_result);
        }
        // Counted before it is passed on: afterwards others may already know it.
        passed_[index(which)] += step;
        auto const [failed, written] = co_await asio::async_write(
            both->to(which), asio::buffer(both->bytes[index(which)].data() + at, step), as_result);
        if (failed)
            co_return false;
    }
    co_return true;
}

unreliable_relay::portion unreliable_relay::portion_of(direction which, std::size_t size) {
    std::lock_guard const hold(mutex_);
    if (!cut_ || cut_->which != which)
        return {size, std::nullopt};
    if (size <= cut_->left) {
        cut_->left -= size;
        return {size, std::nullopt};
    }
    portion const last{cut_->left, cut_->how};
    cut_.reset();
    return last;
}

bool unreliable_relay::is_dead(line const& one) const {
    return away_ || one.dead || one.number < first_living_;
}

void unreliable_relay::end(line& both, line_end how) {
    boost::system::error_code ignored;
    if (how == line_end::reset)
        both.client.set_option(asio::socket_base::linger(true, 0), ignored);
    both.client.close(ignored);
    both.server.close(ignored);
}

} // namespace ssislb::test
