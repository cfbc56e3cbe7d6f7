// One run of a parent package over remote servers.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/model/journal.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/model/run_summary.hpp>
#include <ssislb/run/run_control.hpp>
#include <ssislb/run/run_observer.hpp>
#include <ssislb/run/run_options.hpp>
#include <ssislb/tds/runtime.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace ssislb {

namespace detail {
class run_loop;
}

/// Connects the servers, places each task when it may start, starts its job, waits for its true
/// outcome and lets that drive the precedence constraints.
///
/// Every event goes through the journal before it has an effect; every start is licensed by a
/// journaled intent.
///
/// Thread safety: distinct objects safe; a shared object unsafe but for async_control, cancel and
/// abandon, which may be called from any thread.
class package_run {
public:
    using executor_type = boost::asio::any_io_executor;
    using handler_type = boost::asio::any_completion_handler<void(error_code, run_summary)>;
    using control_handler_type =
        boost::asio::any_completion_handler<void(error_code, control_answer)>;

    /// The run keeps the executor busy until it has completed, and makes its own strand on it.
    ///
    /// Preconditions: validate(package) is empty; options.speed > 0.
    package_run(executor_type, std::shared_ptr<tds::runtime>, parent_package, run_options = {});

    /// Equals abandon when the run has not completed.
    ~package_run();

    package_run(package_run&&) noexcept;
    package_run& operator=(package_run&&) noexcept;

    /// Before async_run only. The observer is kept until the run is destroyed.
    void add_observer(std::shared_ptr<run_observer>);

    /// Before async_run only; without it the events are kept in memory.
    void use_journal(std::shared_ptr<journal>);

    /// Goes on with the run of an earlier process: these are the events of its journal, with the
    /// ids of this package. Before async_run only. Attempts that may have been started are looked
    /// for on their servers before anything else is started for their tasks; jobs that still run
    /// are waited for. Without events it is a new run.
    ///
    /// Preconditions: the journal in use is that of the same run, and nobody else carries it on.
    void go_on_from(std::vector<timed_event> past);

    /// Runs the parent package.
    ///
    /// Preconditions: called once.
    ///
    /// Completion: when every task is settled and every server is closed. A package that failed
    /// is a result, not an error.
    ///
    /// Handler signature: `void(error_code, run_summary)`, through the token's associated
    /// executor, else the run's; never inline.
    ///
    /// Errors: journal_errc::not_writable (the jobs that run are waited for, nothing more is
    /// started); operation_aborted after abandon. The summary tells what had happened by then.
    ///
    /// Cancellation:
    /// | type     | effect                                                             |
    /// |----------|--------------------------------------------------------------------|
    /// | partial  | cancel(false): nothing more is started, what runs is waited for    |
    /// | total    | cancel(true): our jobs are stopped as well, their ends waited for  |
    /// | terminal | abandon(): completes at once, jobs go on without us                |
    ///
    /// Object lifetimes: the package_run may be destroyed at any time; see the destructor.
    template <boost::asio::completion_token_for<void(error_code, run_summary)> Token =
                  boost::asio::deferred_t>
    auto async_run(Token&& token = {}) {
        return boost::asio::async_initiate<Token, void(error_code, run_summary)>(
            [](handler_type handler, std::shared_ptr<detail::run_loop> loop) {
                start(std::move(loop), std::move(handler));
            },
            token, loop_);
    }

    /// Changes the run under way: drains a server, changes its slots, skips a task, pauses.
    ///
    /// Wishes of several callers are taken one after the other. What is so already is granted, and
    /// changes nothing.
    ///
    /// Completion: when the change is in the journal and has taken effect on all that is decided
    /// from now on. A start decided before may still be on its way to the server.
    ///
    /// Handler signature: `void(error_code, control_answer)`, through the token's associated
    /// executor, else the run's; never inline.
    ///
    /// Errors: those of run_errc, and then nothing is changed; journal_errc::not_writable.
    ///
    /// Cancellation: none; it waits for nothing but its turn.
    ///
    /// Object lifetimes: the package_run may be destroyed at any time; see the destructor.
    ///
    /// Thread safety: may be called from any thread.
    template <boost::asio::completion_token_for<void(error_code, control_answer)> Token =
                  boost::asio::deferred_t>
    auto async_control(run_control what, Token&& token = {}) {
        return boost::asio::async_initiate<Token, void(error_code, control_answer)>(
            [](control_handler_type handler, std::shared_ptr<detail::run_loop> loop,
               run_control wish) { control(std::move(loop), wish, std::move(handler)); },
            token, loop_, what);
    }

    /// Nothing more is started; with `stop_jobs` our running jobs are stopped (sp_stop_job).
    void cancel(bool stop_jobs);

    /// Leaves at once. Jobs that run go on, and nobody waits for them.
    void abandon();

    [[nodiscard]] executor_type get_executor() const noexcept;

private:
    static void start(std::shared_ptr<detail::run_loop>, handler_type);
    static void control(std::shared_ptr<detail::run_loop>, run_control, control_handler_type);

    std::shared_ptr<detail::run_loop> loop_;
};

} // namespace ssislb
