// Restarts simulated servers and their Agents, one after the other, without end.
#pragma once

#include <ssislb/sim/instance.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

namespace ssislb::test {

/// Every beat strikes the next server, so that a round takes as many beats as there are servers.
/// In every other round the server dies and stays dead for some beats; in the rounds between, its
/// Agent alone restarts. It has a thread of its own.
class restart_storm {
public:
    using servers = std::vector<std::reference_wrapper<sim::instance>>;

    restart_storm(servers struck, std::chrono::milliseconds beat)
        : struck_(std::move(struck))
        , beat_(beat) {
        next();
        thread_ = std::thread([this] { io_.run(); });
    }
    restart_storm(restart_storm const&) = delete;
    restart_storm& operator=(restart_storm const&) = delete;
    /// Everything lives when it is over.
    ~restart_storm() {
        io_.stop();
        thread_.join();
        for (auto const& each : struck_)
            each.get().revive_server();
    }

    [[nodiscard]] std::size_t beats() const { return beats_; }
    [[nodiscard]] std::size_t rounds() const { return beats_ / struck_.size(); }

private:
    static constexpr std::size_t beats_dead = 3;

    void next() {
        timer_.expires_after(beat_);
        timer_.async_wait([this](boost::system::error_code) {
            strike(beats_);
            ++beats_;
            next();
        });
    }

    void strike(std::size_t beat) {
        auto& target = struck_[beat % struck_.size()].get();
        if (beat / struck_.size() % 2 == 0)
            target.kill_server();
        else
            target.restart_agent();
        if (beat >= beats_dead)
            struck_[(beat - beats_dead) % struck_.size()].get().revive_server();
    }

    servers struck_;
    std::chrono::milliseconds beat_;
    std::atomic<std::size_t> beats_{0};
    boost::asio::io_context io_{1};
    boost::asio::steady_timer timer_{io_};
    std::thread thread_;
};

} // namespace ssislb::test
