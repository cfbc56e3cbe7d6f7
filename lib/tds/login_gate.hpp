// Whose turn it is to log in: a few at a time for each server, and seldom where nobody answers.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::tds::detail {

/// A login that FreeTDS has begun holds its thread until the server answers or it is given up. So
/// a server gets only so many threads. Whoever comes later waits here, without a thread. When a
/// login has ended without an answer, the next one has to wait for a pause, which doubles each
/// time; then one at a time is tried, until one is answered.
///
/// What it returns is for the caller to call: nothing is called under its mutex.
///
/// Thread safety: all members are safe.
class login_gate {
public:
    using time_point = std::chrono::steady_clock::time_point;
    using call = std::function<void()>;

    static constexpr std::chrono::seconds first_pause{1};
    static constexpr std::chrono::seconds longest_pause{30};

    /// What a waiter wants to be called for, once, by whatever thread.
    struct waiter {
        /// To withdraw it.
        void const* who = nullptr;
        /// Its turn has come.
        call begin;
        /// There is a pause now: it stands in no queue any more, and has to ask again.
        call ask_again;
    };

    struct reply {
        bool granted = false;
        /// Where not granted: when to ask again. None: it is called.
        std::optional<time_point> ask_at;
    };

    enum class ending {
        /// The server said something, be it no, or hung up.
        answered,
        silent,
        /// It was given up before it began.
        untried,
    };

    explicit login_gate(unsigned at_a_time);

    /// A turn that is granted has to be given back by done().
    [[nodiscard]] reply ask(std::string const& server, waiter, time_point now);

    /// Gives a turn back. What it returns has to be called.
    [[nodiscard]] std::vector<call> done(std::string const& server, ending, time_point began,
                                         time_point now);

    /// False: it stands in no queue.
    bool withdraw(std::string const& server, void const* who);

private:
    struct queue {
        unsigned running = 0;
        /// None: the server answers, as far as we know.
        std::chrono::seconds pause{0};
        time_point pause_began{};
        std::deque<waiter> waiting;

        [[nodiscard]] time_point pause_ends() const noexcept { return pause_began + pause; }
    };

    [[nodiscard]] unsigned places(queue const&) const noexcept;
    [[nodiscard]] static std::vector<call> begin_pause(queue&, time_point began, time_point now);
    [[nodiscard]] std::vector<call> admit(queue&) const;
    void forget_the_idle(time_point now);

    unsigned const at_a_time_;
    std::mutex mutex_;
    std::map<std::string, queue> servers_;
};

} // namespace ssislb::tds::detail
