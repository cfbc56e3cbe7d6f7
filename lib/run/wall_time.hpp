// The plan's time by the wall clock: starts with it, and runs `speed` times as fast.
#pragma once

#include "run/timekeeper.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>

namespace ssislb::detail {

class wall_time final : public timekeeper {
public:
    /// Alarms go off on that executor.
    wall_time(boost::asio::any_io_executor, double speed);

    /// Time has passed meanwhile; it never goes back, whatever became of the wall clock.
    void go_on(timestamp started, timestamp left) override;

    [[nodiscard]] timestamp now() const override;
    [[nodiscard]] milliseconds stopwatch() const override;
    [[nodiscard]] milliseconds real(milliseconds planned) const override;
    [[nodiscard]] milliseconds planned(milliseconds real) const override;
    [[nodiscard]] std::unique_ptr<alarm> make_alarm() override;

    using clock = std::chrono::steady_clock;

    /// When an instant of the plan comes.
    [[nodiscard]] clock::time_point real(timestamp planned) const;

private:
    boost::asio::any_io_executor executor_;
    double speed_;
    timestamp start_;
    clock::time_point real_start_;
};

} // namespace ssislb::detail
