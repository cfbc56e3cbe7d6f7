// Threads on demand. The jobs stand still on latches, so that nothing depends on time.
#include "support/catch.hpp"
#include "tds/elastic_pool.hpp"

#include <pthread.h>

#include <atomic>
#include <csignal>
#include <latch>
#include <memory>

using ssislb::tds::detail::elastic_pool;
using namespace std::chrono_literals;

TEST_CASE("a pool starts empty and grows while every thread is busy", "[tds][pool]") {
    std::latch release(1);
    elastic_pool pool(1, 8, 1h);
    CHECK(pool.size() == 0);
    for (unsigned jobs = 1; jobs <= 8; ++jobs) {
        std::latch running(1);
        REQUIRE(pool.submit([&] {
            running.count_down();
            release.wait();
        }));
        running.wait();
        CHECK(pool.size() == jobs);
    }
    release.count_down();
}

TEST_CASE("a pool grows no further than it may, and what waits is done later", "[tds][pool]") {
    std::latch release(1);
    std::latch done(5);
    elastic_pool pool(1, 2, 1h);
    for (int job = 0; job < 5; ++job)
        REQUIRE(pool.submit([&] {
            release.wait();
            done.count_down();
        }));
    CHECK(pool.size() == 2);
    release.count_down();
    done.wait();
    CHECK(pool.size() == 2);
}

TEST_CASE("threads above the minimum end when they have no work", "[tds][pool]") {
    elastic_pool pool(1, 4, 1ms);
    std::latch running(4);
    for (int job = 0; job < 4; ++job)
        REQUIRE(pool.submit([&] { running.arrive_and_wait(); }));
    running.wait();
    while (pool.size() > 1)
        std::this_thread::yield();
    std::latch again(1);
    REQUIRE(pool.submit([&] { again.count_down(); }));
    again.wait();
    CHECK(pool.size() >= 1);
}

TEST_CASE("a pool that is destroyed does first what is queued", "[tds][pool]") {
    std::atomic<int> done{0};
    {
        std::latch release(1);
        elastic_pool pool(1, 1, 1h);
        REQUIRE(pool.submit([&] { release.wait(); }));
        for (int job = 0; job < 10; ++job)
            REQUIRE(pool.submit([&] { ++done; }));
        release.count_down();
    }
    CHECK(done == 10);
}

TEST_CASE("a job is destroyed by the thread that ran it", "[tds][pool]") {
    std::thread::id ran;
    std::thread::id destroyed;
    std::latch gone(1);
    elastic_pool pool(1, 2, 1h);
    {
        auto last = std::shared_ptr<int>(new int, [&](int* number) {
            delete number;
            destroyed = std::this_thread::get_id();
            gone.count_down();
        });
        REQUIRE(pool.submit([&ran, last = std::move(last)] { ran = std::this_thread::get_id(); }));
    }
    gone.wait();
    CHECK(destroyed == ran);
    CHECK(destroyed != std::this_thread::get_id());
}

TEST_CASE("threads of a pool take no signals", "[tds][pool]") {
    std::latch done(1);
    sigset_t blocked;
    sigemptyset(&blocked);
    elastic_pool pool(1, 1, 1h);
    REQUIRE(pool.submit([&] {
        ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
        done.count_down();
    }));
    done.wait();
    CHECK(sigismember(&blocked, SIGINT) == 1);
    CHECK(sigismember(&blocked, SIGTERM) == 1);
}

TEST_CASE("jobs submitted by many threads are all run once", "[tds][pool]") {
    std::atomic<int> done{0};
    {
        elastic_pool pool(2, 8, 1ms);
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&] {
                for (int job = 0; job < 500; ++job)
                    static_cast<void>(pool.submit([&] { ++done; }));
            });
        for (auto& thread : threads)
            thread.join();
    }
    CHECK(done == 2000);
}
