// One timer, which runs ahead from end to end.
#include "job_ender.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

namespace ssislb::bench {

job_ender::job_ender(boost::asio::any_io_executor executor, server_fleet const& fleet,
                     instances const& all, job_ends& ends)
    : timer_(std::move(executor))
    , fleet_(fleet)
    , instances_(all)
    , ends_(ends)
    , left_(ends.size()) {
    std::iota(left_.begin(), left_.end(), std::size_t{0});
    std::shuffle(left_.begin(), left_.end(), random_);
}

void job_ender::start(double per_second) {
    timer_.cancel();
    ++orders_;
    if (per_second <= 0)
        return;
    pause_ = std::exponential_distribution<>(per_second);
    timer_.expires_after(std::chrono::seconds(0));
    wait();
}

void job_ender::wait() {
    if (left_.empty())
        return;
    // From the last instant, not from now: a busy process must not make the ends fewer.
    std::chrono::duration<double> const pause(pause_(random_));
    timer_.expires_at(timer_.expiry() +
                      std::chrono::duration_cast<std::chrono::nanoseconds>(pause));
    timer_.async_wait([this, order = orders_](boost::system::error_code failed) {
        // What had expired when it was canceled comes as if it had not been.
        if (failed || order != orders_)
            return;
        end_next();
        wait();
    });
}

void job_ender::end_next() {
    auto const job = left_.back();
    auto const server = job / fleet_.jobs;
    left_.pop_back();
    instances_[server]->stop_job(job_name(fleet_, server, job % fleet_.jobs));
    ends_.note_end(job);
}

} // namespace ssislb::bench
