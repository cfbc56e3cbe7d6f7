#include "run/run_clock.hpp"

#include <cmath>

namespace ssislb::detail {

run_clock::run_clock(double speed)
    : speed_(speed)
    , start_(std::chrono::floor<milliseconds>(std::chrono::system_clock::now()))
    , real_start_(real_clock::now()) {}

timestamp run_clock::now() const {
    std::chrono::duration<double, std::milli> const passed = real_clock::now() - real_start_;
    return start_ + milliseconds(std::llround(passed.count() * speed_));
}

run_clock::real_clock::time_point run_clock::real(timestamp at) const {
    std::chrono::duration<double, std::milli> const ahead(
        static_cast<double>((at - start_).count()) / speed_);
    // Rounded up, so that a timer never fires before its instant.
    return real_start_ + std::chrono::ceil<real_clock::duration>(ahead) +
           std::chrono::microseconds(500);
}

milliseconds run_clock::real(milliseconds length) const {
    return milliseconds(std::llround(std::ceil(static_cast<double>(length.count()) / speed_)));
}

milliseconds run_clock::planned(milliseconds real) const {
    return milliseconds(std::llround(static_cast<double>(real.count()) * speed_));
}

} // namespace ssislb::detail
