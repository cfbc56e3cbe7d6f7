// One async_wait_job under way.
#pragma once

#include "agent/job_watch_fsm.hpp"
#include "agent/operation.hpp"
#include "agent/poll_pace.hpp"
#include "agent/run_lengths.hpp"

#include <ssislb/agent/job_run.hpp>
#include <ssislb/agent/wait_options.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>

namespace ssislb::detail {

class status_board;
class job_wait;

using job_wait_pointer = boost::intrusive_ptr<job_wait>;

/// It costs no coroutine and no timer: the board shows it what is new, and only when there is
/// something to ask does it begin to run. There may be a hundred thousand of them.
///
/// To be used from the board's strand alone. The board owns it until it completes.
class job_wait : public boost::intrusive_ref_counter<job_wait> {
public:
    using handler_type = boost::asio::any_completion_handler<void(error_code, job_run)>;

    job_wait(status_board&, job_mark const& before, wait_options, handler_type);
    job_wait(job_wait const&) = delete;
    job_wait& operator=(job_wait const&) = delete;
    ~job_wait();

    /// Lets the handler's slot end it. Once, after it was made.
    void listen_for_cancellation();

    /// On the strand, before the first look.
    void begin();

    /// The handler is called when the run has ended or is lost. `asked_before`: when the status was
    /// asked for that came before this one.
    void look(sighting const&, std::chrono::steady_clock::time_point asked_before);

    /// It wants to look even when the job's row is as it was.
    [[nodiscard]] bool is_restless() const noexcept { return restless_ && !asking_; }
    [[nodiscard]] bool should_run() const noexcept { return watch_.should_run(); }
    [[nodiscard]] bool has_started() const noexcept { return watch_.started().has_value(); }
    [[nodiscard]] guid const& job() const noexcept { return watch_.job(); }

    /// What earlier runs took; whoever waits may know better.
    void expect(run_lengths::estimate const&) noexcept;
    [[nodiscard]] bool is_of_unknown_length() const noexcept {
        return expected_ == run_length::zero();
    }
    /// For the pace of the polls.
    [[nodiscard]] running_job progress(std::chrono::steady_clock::time_point now) const;

    void end(error_code);

private:
    /// None: the wait goes on.
    using ending = std::optional<std::tuple<error_code, job_run>>;
    using work_guard = boost::asio::executor_work_guard<boost::asio::any_completion_executor>;

    /// What most waits do without.
    struct extras {
        explicit extras(job_wait* of)
            : self(std::make_shared<job_wait*>(of)) {}

        std::function<void(server_time)> on_started;
        /// Of the handler's executor, if that is not the board's.
        std::optional<work_guard> work;
        /// For a cancellation, which may come when the wait is gone.
        std::shared_ptr<job_wait*> self;
        /// While nothing of the run is to be seen.
        std::optional<std::chrono::steady_clock::time_point> dark_since;
        /// While questions are asked.
        std::optional<boost::asio::cancellation_signal> asking;
    };
    [[nodiscard]] extras& with_extras();

    void go_on(watch_verdict);
    coroutine<ending> settle(watch_verdict);
    void settled(std::exception_ptr, ending);
    [[nodiscard]] bool has_been_in_the_dark_too_long();
    void cancel(boost::asio::cancellation_type);
    void tell_started(std::optional<server_time>);
    [[nodiscard]] job_run take_run();
    void complete(error_code, job_run);

    /// Of what a run may take, in half the space.
    using run_length = std::chrono::duration<std::uint32_t, std::milli>;
    [[nodiscard]] static run_length packed(milliseconds) noexcept;

    // In an order that leaves no gaps.
    float spread_ = default_spread;
    status_board& board_;
    job_watch_fsm watch_;
    handler_type handler_;
    /// Null until there is need.
    std::unique_ptr<extras> extras_;
    /// When the run began, else when it was asked for.
    std::chrono::steady_clock::time_point since_;
    /// When the last status was asked for that showed the run not over; 0: none has.
    std::chrono::steady_clock::time_point not_over_at_;
    /// 0: nobody knows.
    run_length expected_;
    bool asking_ = false;
    bool restless_ = true;
    bool done_ = false;
};

} // namespace ssislb::detail
