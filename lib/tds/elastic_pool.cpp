#include "tds/elastic_pool.hpp"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <system_error>
#include <utility>

namespace ssislb::tds::detail {
namespace {

// Signals are for the threads of the application.
class blocked_signals {
public:
    blocked_signals() noexcept {
        sigset_t all;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    blocked_signals(blocked_signals const&) = delete;
    blocked_signals& operator=(blocked_signals const&) = delete;
    ~blocked_signals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

} // namespace

elastic_pool::elastic_pool(unsigned least, unsigned most, std::chrono::milliseconds idle)
    : least_(std::max(1U, least))
    , most_(std::max(least_, most))
    , idle_(idle) {}

elastic_pool::~elastic_pool() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    work_.notify_all();
    // A stopping pool starts no thread, and its threads leave the lists alone.
    for (auto& thread : threads_)
        thread.join();
    for (auto& thread : ended_)
        thread.join();
}

bool elastic_pool::submit(job work) {
    std::list<std::thread> ended;
    {
        std::lock_guard const lock(mutex_);
        ended.splice(ended.end(), ended_);
        queue_.push_back(std::move(work));
        if (waiting_ < queue_.size() && threads_.size() < most_)
            start_thread();
        if (threads_.empty()) {
            queue_.pop_back();
            return false;
        }
    }
    work_.notify_one();
    for (auto& thread : ended)
        thread.join();
    return true;
}

unsigned elastic_pool::size() const {
    std::lock_guard const lock(mutex_);
    return static_cast<unsigned>(threads_.size());
}

void elastic_pool::start_thread() {
    blocked_signals const quiet;
    auto const self = threads_.emplace(threads_.end());
    try {
        *self = std::thread([this, self] { run(self); });
    } catch (std::system_error const&) {
        // The threads that there are do the work, later.
        threads_.erase(self);
    }
}

elastic_pool::job elastic_pool::next(std::unique_lock<std::mutex>& lock) {
    while (queue_.empty()) {
        if (stopping_)
            return {};
        ++waiting_;
        bool const timed_out = work_.wait_for(lock, idle_) == std::cv_status::timeout;
        --waiting_;
        if (timed_out && queue_.empty() && !stopping_ && threads_.size() > least_)
            return {};
    }
    job taken = std::move(queue_.front());
    queue_.pop_front();
    return taken;
}

void elastic_pool::run(std::list<std::thread>::iterator self) {
    std::unique_lock lock(mutex_);
    while (job taken = next(lock)) {
        lock.unlock();
        taken();
        taken = nullptr;
        lock.lock();
    }
    if (!stopping_)
        ended_.splice(ended_.end(), threads_, self);
}

} // namespace ssislb::tds::detail
