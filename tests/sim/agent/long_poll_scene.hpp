// A controller that leaves its polls to the server, which holds the answer back.
#pragma once

#include "agent_scene.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>

namespace ssislb::test {

/// The server may wait for ever, as far as a test goes: one that is not called off is waited for in
/// vain.
inline supervision_options leaving_it_to_the_server() {
    auto options = quick();
    options.poll_interval.reset();
    options.poll_least = 5ms;
    options.poll_most = 50ms;
    options.read_msdb_tables = true;
    options.long_poll = 10h;
    options.long_poll_look = 1s;
    return options;
}

inline sim::instance_spec readable_server(std::vector<sim::job_spec> jobs) {
    auto spec = server_with(std::move(jobs));
    spec.logins.front().reads_msdb = true;
    return spec;
}

/// What became of a wait.
struct wait_end {
    bool told = false;
    error_code error;
    job_run run;
};

class long_poll_scene : public agent_scene {
public:
    explicit long_poll_scene(sim::instance_spec spec,
                             supervision_options options = leaving_it_to_the_server())
        : agent_scene(std::move(spec), options) {}

    [[nodiscard]] asio::awaitable<void> until(std::function<bool()> holds) {
        asio::steady_timer moment(io);
        while (!holds()) {
            moment.expires_after(1ms);
            co_await moment.async_wait(as_result);
        }
    }

    /// Starts the job and waits for it beside the story. When this returns, the run has been seen
    /// to have begun, and the server holds the next answer back.
    [[nodiscard]] asio::awaitable<job_mark> watched(std::string name, wait_end& end,
                                                    asio::cancellation_slot slot = {}) {
        auto const mark = co_await started(std::move(name));
        std::optional<std::uint64_t> batches_then;
        auto const note = [this, &batches_then](server_time) { batches_then = batches(); };
        remote.async_wait_job(
            mark, wait_options(note),
            asio::bind_cancellation_slot(slot, [&end](error_code error, job_run run) {
                end = {true, error, std::move(run)};
            }));
        co_await until([&] { return batches_then && batches() > *batches_then; });
        co_return mark;
    }
    [[nodiscard]] asio::awaitable<void> until_told(wait_end const& end) {
        return until([&end] { return end.told; });
    }

    [[nodiscard]] std::uint64_t batches() const { return world->traffic().batches; }
    /// Made anew after a loss.
    [[nodiscard]] bool kept_its_line() const { return remote.statistics().reconnects == 0; }
};

} // namespace ssislb::test
