// Carries one attempt through: remember, journal the intent, start, wait, report.
#pragma once

#include "run/run_context.hpp"
#include "run/server_link.hpp"

#include <ssislb/model/event.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>

namespace ssislb::detail {

class attempt_driver : public std::enable_shared_from_this<attempt_driver> {
public:
    attempt_driver(run_context&, attempt_id, server_id, std::shared_ptr<server_link>);

    /// Publishes start_intended before the start is sent; then start_accepted, start_refused or
    /// start_in_doubt; after an acceptance job_finished or attempt_lost.
    [[nodiscard]] boost::asio::awaitable<void> start();

    /// After start_in_doubt: publishes start_accepted or start_refused, then as start does.
    [[nodiscard]] boost::asio::awaitable<void> confirm();

    /// Waits again for an accepted attempt of an earlier process, then as start does.
    [[nodiscard]] boost::asio::awaitable<void> reattach();

    /// What an earlier process has left. Before confirm or reattach.
    void take_over(remembered_attempt const&);

    /// Asks the Agent to stop the job until the attempt has ended.
    [[nodiscard]] boost::asio::awaitable<void> stop();

    /// The attempt has its outcome: what is still found out about it is told no more.
    void leave() noexcept { left_ = true; }

    [[nodiscard]] attempt_id id() const noexcept { return id_; }

private:
    template <class T>
    using awaitable = boost::asio::awaitable<T>;

    [[nodiscard]] awaitable<void> send(guid job);
    /// A start that was refused because the job runs may have been ours, after all.
    [[nodiscard]] awaitable<bool> take_up_earlier_start(guid job, error_code const& refused);
    [[nodiscard]] awaitable<bool> may_stop();
    [[nodiscard]] awaitable<void> wait();
    /// On this server, in real time.
    [[nodiscard]] std::optional<milliseconds> expected_length() const;
    /// In the plan's time. A run that no status had shown ended after it was started.
    [[nodiscard]] milliseconds detection_delay(job_run const&) const;
    [[nodiscard]] awaitable<error_code> remember(guid job);
    void refuse(error_code, diagnostics const&);
    void refuse(refusal, error_code, std::string text);
    void lose(error_code);
    void end();
    void publish(run_event what) {
        if (!left_)
            run_.sink.publish(std::move(what));
    }
    [[nodiscard]] remote_agent& remote() { return link_->remote(); }

    run_context& run_;
    attempt_id id_;
    server_id server_;
    std::shared_ptr<server_link> link_;
    job_mark before_;
    std::unique_ptr<alarm> stop_again_;
    /// The start, in the plan's time.
    std::optional<timestamp> sent_at_;
    bool in_doubt_ = false;
    bool of_earlier_process_ = false;
    bool stop_requested_ = false;
    bool ended_ = false;
    bool left_ = false;
};

} // namespace ssislb::detail
