// Threads for calls that block: as many as there is work, within bounds.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace ssislb::tds::detail {

/// A thread is started when a job waits and every thread is busy. A thread above the minimum ends
/// when it has had no work for a while.
///
/// Thread safety: all members are safe.
class elastic_pool {
public:
    using job = std::function<void()>;

    elastic_pool(unsigned least, unsigned most, std::chrono::milliseconds idle);
    elastic_pool(elastic_pool const&) = delete;
    elastic_pool& operator=(elastic_pool const&) = delete;
    /// Runs what is queued, then joins. Not for a thread of the pool.
    ~elastic_pool();

    /// A job may not throw. It is destroyed by the thread that ran it.
    /// False: there is no thread and none can be started; the job is not taken.
    [[nodiscard]] bool submit(job work);

    /// Threads alive now.
    [[nodiscard]] unsigned size() const;

private:
    void start_thread();
    void run(std::list<std::thread>::iterator self);
    [[nodiscard]] job next(std::unique_lock<std::mutex>& lock);

    unsigned const least_;
    unsigned const most_;
    std::chrono::milliseconds const idle_;

    mutable std::mutex mutex_;
    std::condition_variable work_;
    std::deque<job> queue_;
    std::list<std::thread> threads_;
    /// Ended by themselves, to be joined.
    std::list<std::thread> ended_;
    unsigned waiting_ = 0;
    bool stopping_ = false;
};

} // namespace ssislb::tds::detail
