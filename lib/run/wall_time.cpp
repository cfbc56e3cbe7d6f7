#include "run/wall_time.hpp"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cmath>

namespace ssislb::detail {
namespace {

class timer_alarm final : public alarm {
public:
    timer_alarm(boost::asio::any_io_executor const& executor, wall_time const& clock)
        : timer_(executor)
        , clock_(clock) {}

    void set(timestamp planned) override { timer_.expires_at(clock_.real(planned)); }
    void set_after(milliseconds real) override { timer_.expires_after(real); }
    void cancel() override { timer_.cancel(); }

private:
    void wait(handler_type handler) override { timer_.async_wait(std::move(handler)); }

    boost::asio::steady_timer timer_;
    wall_time const& clock_;
};

} // namespace

wall_time::wall_time(boost::asio::any_io_executor executor, double speed)
    : executor_(std::move(executor))
    , speed_(speed)
    , start_(std::chrono::floor<milliseconds>(std::chrono::system_clock::now()))
    , real_start_(clock::now()) {}

void wall_time::go_on(timestamp started, timestamp left) {
    std::chrono::duration<double, std::milli> const passed = start_ - started;
    start_ = std::max(left, started + milliseconds(std::llround(passed.count() * speed_)));
}

timestamp wall_time::now() const {
    std::chrono::duration<double, std::milli> const passed = clock::now() - real_start_;
    return start_ + milliseconds(std::llround(passed.count() * speed_));
}

milliseconds wall_time::stopwatch() const {
    return std::chrono::floor<milliseconds>(clock::now() - real_start_);
}

wall_time::clock::time_point wall_time::real(timestamp planned) const {
    if (planned == timestamp::max())
        return clock::time_point::max();
    std::chrono::duration<double, std::milli> const ahead(
        static_cast<double>((planned - start_).count()) / speed_);
    // Rounded up, so that an alarm never goes off before its instant.
    return real_start_ + std::chrono::ceil<clock::duration>(ahead) + std::chrono::microseconds(500);
}

milliseconds wall_time::real(milliseconds planned) const {
    return milliseconds(std::llround(std::ceil(static_cast<double>(planned.count()) / speed_)));
}

milliseconds wall_time::planned(milliseconds real) const {
    return milliseconds(std::llround(static_cast<double>(real.count()) * speed_));
}

std::unique_ptr<alarm> wall_time::make_alarm() {
    return std::make_unique<timer_alarm>(executor_, *this);
}

} // namespace ssislb::detail
