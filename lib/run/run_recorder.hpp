// Turns events and decisions into notices for observers and, at the end, into the summary.
#pragma once

#include "run/barred_tasks.hpp"

#include <ssislb/model/decision.hpp>
#include <ssislb/model/event.hpp>
#include <ssislb/model/notice.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/model/run_summary.hpp>
#include <ssislb/run/run_observer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ssislb::detail {

class run_recorder {
public:
    explicit run_recorder(parent_package const&);

    void add_observer(std::shared_ptr<run_observer>);

    /// While it is hushed observers are told nothing: what happens is past.
    void hush(bool hushed) { hushed_ = hushed; }

    void on_event(timed_event const&);
    void on_decision(timestamp at, run_decision const&);

    /// The server's version, for the next server_up.
    void note_version(server_id, std::string product_version);
    void warn(timestamp at, notice::warning);
    void note_deadline(timestamp finish_by) { summary_.finish_by = finish_by; }
    void tell(timestamp at, run_notice);

    [[nodiscard]] server_summary& server(server_id id) { return summary_.servers[index(id)]; }

    /// Tells the observers and hands the summary out. Once, last.
    [[nodiscard]] run_summary finish(timestamp at, outcome result);

private:
    struct live_attempt {
        server_id server{};
        timestamp accepted{};
        /// 0: not accepted yet.
        std::uint32_t ordinal = 0;
        attempt_result result;
        std::string trouble;
        std::optional<milliseconds> detection_delay;
    };

    [[nodiscard]] task_summary& task(task_id id) { return summary_.tasks[index(id)]; }

    void record(timestamp at, event::server_up const&);
    void record(timestamp at, event::server_down const&);
    void record(timestamp at, event::tasks_barred const&);
    void record(timestamp at, event::server_drained const&);
    void record(timestamp at, event::server_undrained const&);
    void record(timestamp at, event::server_limited const&);
    void record(timestamp at, event::foreign_load const&);
    void record(timestamp at, event::threads_short const&);
    void record(timestamp at, event::task_skip_requested const&);
    void record(timestamp at, event::run_paused const&);
    void record(timestamp at, event::run_continued const&);
    void record(timestamp at, event::run_resumed const&);
    void record(timestamp at, event::start_decided const&);
    void record(timestamp at, event::start_accepted const&);
    void record(timestamp at, event::start_refused const&);
    void record(timestamp at, event::start_disproved const&);
    void record(timestamp at, event::job_finished const&);
    void record(timestamp at, event::attempt_lost const&);

    void settle(timestamp at, decision::attempt_settled const&);
    void settle(timestamp at, decision::task_settled const&);
    void settle(timestamp at, decision::task_skipped const&);

    [[nodiscard]] std::string why_never_started(task_id, settle_reason) const;
    void add_troubles(std::string& text) const;
    [[nodiscard]] std::string what_it_requires(task_id) const;
    [[nodiscard]] std::string homes_of(task_id) const;

    parent_package const& package_;
    run_summary summary_;
    std::vector<std::string> versions_;
    barred_tasks barred_;
    /// By server: so long after it was last seen worker threads count as short there.
    std::vector<std::optional<timestamp>> short_until_;
    /// By task: why servers refused to start its job for good, one sentence a server.
    std::vector<std::string> denied_;
    /// By task: the last refusal that was told, so that a repeated one is told once.
    std::vector<std::string> refused_;
    std::unordered_map<attempt_id, live_attempt> live_;
    std::vector<std::shared_ptr<run_observer>> observers_;
    bool hushed_ = false;
};

} // namespace ssislb::detail
