// One status call for all who ask at the same time, and the poll that repeats it.
#pragma once

#include "agent/activity_snapshot.hpp"
#include "agent/agent_pulse.hpp"
#include "agent/notifier.hpp"
#include "agent/server_channel.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

namespace ssislb::detail {

/// To be used from the channel's strand alone.
class status_board : public std::enable_shared_from_this<status_board> {
public:
    using snapshot_pointer = std::shared_ptr<activity_snapshot const>;

    status_board(boost::asio::any_io_executor const& strand, std::shared_ptr<server_channel>);

    /// The activity as of a call that is sent after this one was made. Not null without an error.
    /// Everybody who waits in next() gets it too.
    operation<snapshot_pointer> fresh();

    /// The first snapshot after the one of that number.
    struct sighting {
        std::uint64_t number = 0;
        snapshot_pointer rows;
    };
    operation<sighting> next(std::uint64_t after);

    [[nodiscard]] std::uint64_t latest() const noexcept { return number_; }

    /// While it lives, the server is polled. One for each job that is waited for.
    class watch {
    public:
        watch(std::shared_ptr<status_board> board, guid job);
        ~watch();
        watch(watch const&) = delete;
        watch& operator=(watch const&) = delete;

    private:
        std::shared_ptr<status_board> board_;
        guid job_;
    };

    void close();

private:
    struct round;

    boost::asio::awaitable<void> ask(std::shared_ptr<round>);
    boost::asio::awaitable<void> poll();
    boost::asio::awaitable<void> feel_pulse();
    [[nodiscard]] std::optional<guid> job_that_should_run() const;
    void publish(server_answer);

    boost::asio::any_io_executor strand_;
    std::shared_ptr<server_channel> channel_;
    notifier arrivals_;
    boost::asio::steady_timer poll_timer_;
    /// Still queued: may be joined.
    std::shared_ptr<round> joinable_;
    snapshot_pointer latest_;
    std::uint64_t number_ = 0;
    /// How often each job is waited for.
    std::unordered_map<guid, std::size_t> watched_;
    agent_pulse pulse_;
    bool polling_ = false;
    /// Why no snapshot will come any more.
    error_code end_;
    std::optional<std::chrono::steady_clock::time_point> failing_since_;
};

} // namespace ssislb::detail
