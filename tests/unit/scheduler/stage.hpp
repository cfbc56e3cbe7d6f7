// A scheduler on a stage: events by name, decisions as lines of text, seconds since the start.
#pragma once

#include <ssislb/scheduler/scheduler.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::test {

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

inline constexpr timestamp start_of_time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

/// "start x#1 a", "confirm x#1 a", "stop x#1 timed_out", "wake 5s", "ended x#1 failed" (with
/// "retry 30s"), "settled x failed" (with a reason other than attempt), "skipped x disabled",
/// "finish failed". Instants count from start_of_time.
[[nodiscard]] std::string describe(parent_package const&, run_decision const&);

class stage {
public:
    /// All servers are up unless `up` is false.
    explicit stage(parent_package const&, scheduler_options = {}, bool up = true);

    /// Time passes; nothing is decided.
    stage& wait(milliseconds);

    stage& up(std::string_view server);
    stage& down(std::string_view server, bool final = false);
    stage& drain(std::string_view server);
    stage& undrain(std::string_view server);
    stage& bar(std::string_view task, std::string_view server);
    stage& limit(std::string_view server, std::uint32_t max_jobs);
    stage& skip(std::string_view task);
    stage& pause();
    stage& proceed();
    stage& cancel(bool stop_jobs = false);
    stage& resume();

    // Of the task's newest attempt.
    stage& accept(std::string_view task);
    stage& refuse(std::string_view task, refusal);
    stage& doubt(std::string_view task);
    stage& finish(std::string_view task, outcome = outcome::succeeded);
    stage& finish(std::string_view task, outcome job, outcome package);
    stage& lose(std::string_view task);
    stage& disprove(std::string_view task);

    stage& feed(run_event const&);

    /// Decisions other than wakes; starts are intended at once unless `intend` is false.
    lines decide(bool intend = true);
    /// The last wake told so far.
    [[nodiscard]] std::string wake() const { return wake_; }

    /// Takes all start decisions as accepted and lets each task end so, until none is left.
    lines run_to_end(outcome = outcome::succeeded);

    [[nodiscard]] attempt_id newest(std::string_view task) const;
    [[nodiscard]] task_status task(std::string_view name) const;
    [[nodiscard]] server_status server(std::string_view name) const;
    [[nodiscard]] scheduler& machine() { return machine_; }

private:
    [[nodiscard]] task_id task_named(std::string_view) const;
    [[nodiscard]] server_id server_named(std::string_view) const;

    parent_package package_;
    scheduler machine_;
    timestamp now_ = start_of_time;
    std::string wake_;
};

/// The lines that begin with the word.
[[nodiscard]] lines only(std::string_view word, lines const&);

} // namespace ssislb::test
