// A server whose clock the test moves, and a start that is in doubt.
#pragma once

#include "agent_scene.hpp"

#include <functional>
#include <utility>

namespace ssislb::test {

/// A start of ours may be asked for so long after its mark.
inline constexpr milliseconds window = 60s;

inline supervision_options with_window() {
    auto options = quick();
    options.start_window = window;
    return options;
}

/// The job `load`, which takes two seconds.
inline sim::instance_spec loading_server(sim::run_end end = sim::run_end::succeeded) {
    return server_with({job("load", step(2s, end))});
}

/// A controller that died, or lost its line, around a start of `load`.
class doubt_scene : public agent_scene {
public:
    explicit doubt_scene(sim::instance_spec spec = loading_server(),
                         supervision_options options = with_window())
        : doubt_scene(std::move(spec), options,
                      std::make_shared<sim::manual_clock>(timestamp(1'795'491'856'250ms))) {}

    void pass(milliseconds time) { clock->advance(time); }

    /// Somebody's run before all this, which history remembers.
    void run_once_before() {
        world->start_job("load", "bob");
        pass(10s);
    }

    /// What is done right after the start was sent, if it is to be in the midst of it.
    [[nodiscard]] asio::awaitable<job_mark> started_in_doubt(sim::fault fault) {
        auto const [error, mark] = co_await remote.async_mark_job("load", as_result);
        REQUIRE_FALSE(error);
        world->add_fault(std::move(fault));
        auto const [lost, said] = co_await remote.async_start_job(mark.job, as_result);
        REQUIRE(lost == agent_errc::start_in_doubt);
        co_return mark;
    }

    [[nodiscard]] asio::awaitable<bool>
    confirmed(job_mark mark, start_sender sender = start_sender::this_process) {
        auto const [error, started] =
            co_await remote.async_confirm_start(std::move(mark), sender, as_result);
        CHECK_FALSE(error);
        co_return started;
    }

    [[nodiscard]] asio::awaitable<error_code>
    not_confirmed(job_mark mark, start_sender sender = start_sender::this_process) {
        auto const [error, started] =
            co_await remote.async_confirm_start(std::move(mark), sender, as_result);
        CHECK_FALSE(started);
        co_return error;
    }

    [[nodiscard]] asio::awaitable<bool> is_ours(job_mark mark) {
        auto const [error, ours] = co_await remote.async_is_ours(std::move(mark), as_result);
        CHECK_FALSE(error);
        co_return ours;
    }

    [[nodiscard]] asio::awaitable<std::pair<error_code, job_run>> waited(job_mark mark,
                                                                         wait_options how) {
        auto const [error, run] =
            co_await remote.async_wait_job(std::move(mark), std::move(how), as_result);
        co_return std::pair(error, run);
    }

    [[nodiscard]] asio::awaitable<void> until(std::function<bool()> holds) {
        asio::steady_timer moment(io);
        while (!holds()) {
            moment.expires_after(1ms);
            co_await moment.async_wait(as_result);
        }
    }

    std::shared_ptr<sim::manual_clock> clock;

private:
    doubt_scene(sim::instance_spec spec, supervision_options options,
                std::shared_ptr<sim::manual_clock> time)
        : agent_scene(std::move(spec), options, time)
        , clock(std::move(time)) {}
};

inline wait_options doubting() {
    wait_options how;
    how.in_doubt = true;
    return how;
}

inline sim::fault lost_before_effect() {
    return sim::fault::on("sp_start_job").drop_request();
}

inline sim::fault lost_after_effect() {
    return sim::fault::on("sp_start_job").drop_answer();
}

} // namespace ssislb::test
