// One status call for all who ask at the same time, and the poll that repeats it.
#pragma once

#include "agent/activity_snapshot.hpp"
#include "agent/agent_pulse.hpp"
#include "agent/notifier.hpp"
#include "agent/poll_timing.hpp"
#include "agent/server_channel.hpp"
#include "agent/status_question.hpp"
#include "agent/wait_table.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace ssislb::detail {

/// To be used from the channel's strand alone.
class status_board : public std::enable_shared_from_this<status_board> {
public:
    status_board(serial_executor const& strand, boost::asio::any_io_executor outer,
                 std::shared_ptr<server_channel>);
    ~status_board();

    /// What a call shows that is sent after this one was made. The waits see it too.
    operation<sighting> fresh(guid const& job);
    /// The same, of no job in particular.
    operation<> refresh();

    /// While there is one, the server is polled.
    void add(job_wait_pointer const&);
    void remove(job_wait const&);
    void look_again(job_wait const&);

    /// What was read of histories on the way.
    [[nodiscard]] run_lengths& lengths() noexcept { return lengths_; }

    /// Why no status will come any more.
    [[nodiscard]] error_code end() const noexcept { return end_; }

    void close();

    [[nodiscard]] std::shared_ptr<server_channel> const& channel() const noexcept {
        return channel_;
    }
    [[nodiscard]] serial_executor const& strand() const noexcept { return strand_; }
    [[nodiscard]] boost::asio::any_io_executor const& outer() const noexcept { return outer_; }

private:
    struct round;
    using round_pointer = std::shared_ptr<round>;
    class abandonment;

    [[nodiscard]] round_pointer join();
    operation<> until_done(round_pointer);
    coroutine<void> ask(round_pointer, bool with_others);
    [[nodiscard]] status_question::need need_of(round const&) const;
    void put_question(round const&, server_request&);
    void publish(round&, server_answer);
    void show(activity_snapshot const&, std::uint64_t fingerprint);
    void note_failure(error_code const& why);
    coroutine<void> poll();
    coroutine<void> poll_once();
    coroutine<void> ask_length(guid job);
    coroutine<void> feel_pulse();
    [[nodiscard]] std::optional<guid> job_that_should_run() const;
    void end_waits();

    serial_executor strand_;
    boost::asio::any_io_executor outer_;
    std::shared_ptr<server_channel> channel_;
    notifier arrivals_;
    serial_timer poll_timer_;
    wait_table waits_;
    run_lengths lengths_;
    poll_timing timing_;
    /// Still queued: may be joined.
    round_pointer joinable_;
    status_question question_;
    agent_pulse pulse_;
    /// When the last status was asked for that was answered and shown.
    std::chrono::steady_clock::time_point last_asked_;
    bool polling_ = false;
    error_code end_;
    std::optional<std::chrono::steady_clock::time_point> failing_since_;
};

} // namespace ssislb::detail
