// Parts of a batch that may stop in the middle: coroutines that go on when their batch does.
#pragma once

#include <ssislb/base/time.hpp>

#include <algorithm>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace ssislb::sim::detail {

/// The routines of one batch, each called by the one before it. They are resumed from here, never
/// by each other: however deep they are, the thread's stack is not.
class routine_stack {
public:
    void push(std::coroutine_handle<> called) { called_.push_back(called); }
    void wait_until(server_time then) noexcept { waits_until_ = then; }

    /// Counts against what it may do before others have their turn.
    void spend(std::size_t effort) noexcept { effort_left_ -= std::min(effort, effort_left_); }

    /// Goes on until all have ended, until one waits, or until the effort is spent; each step of a
    /// routine is an effort of one.
    void run(std::size_t effort) {
        waits_until_.reset();
        effort_left_ = effort;
        while (effort_left_ > 0 && !called_.empty() && !waits_until_) {
            spend(1);
            auto const innermost = called_.back();
            innermost.resume();
            if (innermost.done())
                called_.pop_back();
        }
    }

    [[nodiscard]] bool ended() const noexcept { return called_.empty(); }
    [[nodiscard]] std::optional<server_time> waits_until() const noexcept { return waits_until_; }

private:
    std::vector<std::coroutine_handle<>> called_;
    std::optional<server_time> waits_until_;
    std::size_t effort_left_ = 0;
};

/// A coroutine with a result. It begins when it is awaited by another, or started; destroying it
/// ends it where it stands.
template <class Result>
class [[nodiscard]] routine {
public:
    struct promise_type {
        routine get_return_object() {
            return routine{std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        std::suspend_always final_suspend() const noexcept { return {}; }
        void return_value(Result value) { result = std::move(value); }
        void unhandled_exception() noexcept { failure = std::current_exception(); }

        routine_stack* stack = nullptr;
        std::optional<Result> result;
        std::exception_ptr failure;
    };

    routine(routine&& other) noexcept
        : handle_{std::exchange(other.handle_, nullptr)} {}
    routine& operator=(routine&&) = delete;
    ~routine() {
        if (handle_)
            handle_.destroy();
    }

    void start(routine_stack& on) {
        handle_.promise().stack = &on;
        on.push(handle_);
    }

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Caller>
    void await_suspend(std::coroutine_handle<Caller> caller) {
        start(*caller.promise().stack);
    }
    Result await_resume() {
        if (handle_.promise().failure)
            std::rethrow_exception(handle_.promise().failure);
        return std::move(*handle_.promise().result);
    }

private:
    explicit routine(std::coroutine_handle<promise_type> handle)
        : handle_{handle} {}

    std::coroutine_handle<promise_type> handle_;
};

/// Awaited between two rounds of a loop, which so cannot hold its thread for ever.
struct round_over {
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Caller>
    void await_suspend(std::coroutine_handle<Caller> caller) const noexcept {
        constexpr std::size_t effort_of_a_round = 100;
        caller.promise().stack->spend(effort_of_a_round);
    }
    void await_resume() const noexcept {}
};

/// Awaited to go on at a time of the server.
struct server_time_reached {
    server_time then;

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class Caller>
    void await_suspend(std::coroutine_handle<Caller> caller) const noexcept {
        caller.promise().stack->wait_until(then);
    }
    void await_resume() const noexcept {}
};

} // namespace ssislb::sim::detail
