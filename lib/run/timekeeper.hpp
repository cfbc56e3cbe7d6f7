// Where a run has its time from: the wall clock, or nobody's.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/base/time.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>

#include <memory>
#include <utility>

namespace ssislb::detail {

/// Waits for an instant. Ends what it waits for with operation_aborted when it is destroyed.
class alarm {
public:
    using handler_type = boost::asio::any_completion_handler<void(error_code)>;

    virtual ~alarm() = default;

    /// Each of them ends what is waited for with operation_aborted. timestamp::max() never comes.
    virtual void set(timestamp planned) = 0;
    virtual void set_after(milliseconds real) = 0;
    virtual void cancel() = 0;

    /// One wait at a time. Handler signature: `void(error_code)`, on the run's executor, never
    /// inline. Cancellation: every type, with the effect of cancel.
    template <class Token>
    auto async_wait(Token&& token) {
        return boost::asio::async_initiate<Token, void(error_code)>(
            [this](handler_type handler) { wait(std::move(handler)); }, token);
    }

private:
    virtual void wait(handler_type) = 0;
};

/// The plan's time, and how long it really takes. In a simulated run both are the same.
class timekeeper {
public:
    virtual ~timekeeper() = default;

    /// Goes on with the time of a run that began at one instant and was at another when it was
    /// left.
    virtual void go_on(timestamp started, timestamp left) = 0;

    /// The plan's time.
    [[nodiscard]] virtual timestamp now() const = 0;
    /// Real time, from some instant on.
    [[nodiscard]] virtual milliseconds stopwatch() const = 0;

    /// How long a length of the plan takes.
    [[nodiscard]] virtual milliseconds real(milliseconds planned) const = 0;
    /// How much of the plan's time a real length is.
    [[nodiscard]] virtual milliseconds planned(milliseconds real) const = 0;

    [[nodiscard]] virtual std::unique_ptr<alarm> make_alarm() = 0;

protected:
    timekeeper() = default;
    timekeeper(timekeeper const&) = default;
    timekeeper& operator=(timekeeper const&) = default;
};

} // namespace ssislb::detail
