// The asynchronous shell: events to journal and scheduler, decisions to servers.
#pragma once

#include "run/attempt_driver.hpp"
#include "run/deadline_watch.hpp"
#include "run/run_context.hpp"
#include "run/server_link.hpp"

#include <ssislb/model/journal.hpp>
#include <ssislb/run/package_run.hpp>
#include <ssislb/scheduler/scheduler.hpp>

#include <boost/asio/any_completion_executor.hpp>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace ssislb::detail {

/// All state belongs to one strand; cancel, abandon and control post to it.
class run_loop final : public event_sink, public std::enable_shared_from_this<run_loop> {
public:
    /// Everything happens on the strand; `outer` is where handlers are posted from.
    run_loop(boost::asio::any_io_executor outer, boost::asio::any_io_executor strand,
             std::shared_ptr<surroundings>, parent_package, run_options);

    void add_observer(std::shared_ptr<run_observer>);
    void use_journal(std::shared_ptr<journal>);
    void go_on_from(std::vector<timed_event> past);
    void start(package_run::handler_type);
    void cancel(bool stop_jobs);
    void abandon();
    void control(run_control, package_run::control_handler_type);

    [[nodiscard]] boost::asio::any_io_executor outer_executor() const { return outer_; }

    void publish(run_event) override;
    [[nodiscard]] boost::asio::awaitable<bool> commit(run_event) override;
    [[nodiscard]] bool cancel_requested() const override { return cancel_requested_; }

private:
    void begin();
    void request_cancel(bool stop_jobs);
    void leave();
    [[nodiscard]] error_code change(run_control const&, control_answer&);
    void replay();
    void tell_changes();
    void flush_soon();
    void flush();
    void take(timed_event const&);
    void stop_writing(std::vector<timed_event>&);
    void answer(bool taken);
    void decide(timestamp now);
    void carry_out(decision::start const&);
    void carry_out(decision::confirm const&);
    void carry_out(decision::reattach const&);
    void carry_out(decision::stop const&);
    void carry_out(decision::wake const&);
    void carry_out(decision::attempt_settled const&);
    void carry_out(decision::finish const&);
    [[nodiscard]] std::shared_ptr<attempt_driver> make_driver(attempt_id, server_id);
    [[nodiscard]] std::shared_ptr<attempt_driver> find_driver(attempt_id, server_id);
    void end(error_code, outcome);
    void complete_when_quiet();

    template <class Body>
    void spawn(Body);

    using commit_handler = boost::asio::any_completion_handler<void(bool)>;

    boost::asio::any_io_executor outer_;
    run_context run_;
    scheduler scheduler_;
    deadline_watch deadline_;
    std::shared_ptr<journal> journal_;
    std::vector<std::shared_ptr<server_link>> links_;
    std::unordered_map<attempt_id, std::shared_ptr<attempt_driver>> drivers_;
    std::unique_ptr<alarm> wake_;
    /// Of an earlier process.
    std::vector<timed_event> past_;
    /// What has happened since the last flush, and who waits for it to be taken.
    std::vector<timed_event> pending_;
    std::vector<commit_handler> committing_;
    timestamp decided_at_{};
    std::optional<package_run::handler_type> handler_;
    /// The handler's executor has work until it is called.
    std::optional<boost::asio::executor_work_guard<boost::asio::any_completion_executor>>
        handler_work_;
    /// Set when the run is over; the handler waits until every coroutine has ended.
    std::optional<error_code> over_;
    outcome result_ = outcome::unknown;
    std::size_t coroutines_ = 0;
    bool flushing_soon_ = false;
    bool cancel_requested_ = false;
    bool begun_ = false;
    error_code journal_error_;
};

} // namespace ssislb::detail
