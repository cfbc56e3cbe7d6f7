// What simulated servers read the time from.
#pragma once

#include <ssislb/base/time.hpp>

#include <chrono>
#include <mutex>

namespace ssislb::sim {

/// A source of time that never goes back. Thread safety: all members safe.
class clock {
public:
    virtual ~clock() = default;

    /// UTC; an instance adds its own offset to get its local time.
    [[nodiscard]] virtual timestamp now() const = 0;

    /// How much faster than real time it runs. Delays of the line are real time, so an instance
    /// divides by this.
    [[nodiscard]] virtual double speed() const = 0;

protected:
    clock() = default;
    clock(clock const&) = default;
    clock& operator=(clock const&) = default;
};

/// Starts at an instant and runs `speed` times as fast as the steady clock.
class accelerated_clock final : public clock {
public:
    /// Preconditions: `speed` is above 0.
    explicit accelerated_clock(double speed = 1.0);
    accelerated_clock(double speed, timestamp start);

    [[nodiscard]] timestamp now() const override;
    [[nodiscard]] double speed() const override { return speed_; }

private:
    double speed_;
    timestamp start_;
    std::chrono::steady_clock::time_point origin_;
};

/// Stands still until a test moves it.
class manual_clock final : public clock {
public:
    explicit manual_clock(timestamp start)
        : now_{start} {}

    [[nodiscard]] timestamp now() const override;
    [[nodiscard]] double speed() const override { return 1.0; }

    /// Preconditions: `step` is not negative.
    void advance(milliseconds step);

private:
    mutable std::mutex mutex_;
    timestamp now_;
};

} // namespace ssislb::sim
