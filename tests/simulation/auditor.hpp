// Holds everything that a run does and says against what really happened.
#pragma once

#include "network.hpp"
#include "night_journal.hpp"
#include "scenario.hpp"
#include "settled_tasks.hpp"
#include "tracer.hpp"
#include "truth.hpp"

#include <ssislb/model/event.hpp>
#include <ssislb/model/notice.hpp>
#include <ssislb/run/run_observer.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ssislb::simulation {

/// The first violation counts; what comes after it may follow from it.
class auditor final : public witness,
                      public start_watch,
                      public journal_reader,
                      public run_observer {
public:
    /// Object lifetimes: all are needed as long as this object, but for the truth, which is told
    /// of before the first start.
    auditor(scenario const&, timeline const&, tracer const&);
    void judge_by(truth const& what) { truth_ = &what; }

    [[nodiscard]] std::optional<std::string> const& violation() const noexcept {
        return violation_;
    }
    void violated(std::string what);

    // What the world sees.
    void accepted(run_number) override;
    void ended(run_number) override;
    [[nodiscard]] intent_number sent(std::uint32_t server, std::uint32_t job) override;
    void arrived(intent_number) override;

    // What the journal takes.
    void taken(timed_event const&) override;
    void synchronized() override;
    void cut_to(std::size_t events) override;

    // What the run tells.
    void on_notice(timed_notice const&) override;

    void process_began() {
        ++process_;
        process_since_ = time_.now();
    }
    /// The run is over.
    void check_end(run_summary const&, std::vector<timed_event> const&);

    [[nodiscard]] std::uint64_t starts() const noexcept { return starts_; }
    [[nodiscard]] std::uint64_t doubts() const noexcept { return doubts_; }
    /// Outcomes that were somebody else's where nothing was left that could have told.
    [[nodiscard]] std::uint64_t excused() const noexcept { return excused_; }

private:
    struct intent {
        attempt_id attempt;
        std::uint32_t server = 0;
        std::uint32_t job = 0;
        job_mark before;
        std::uint32_t process = 0;
        /// Where it stands in the journal.
        std::size_t event = 0;
        instant at = 0;
        bool durable = false;
        bool vanished = false;
        std::uint32_t sent = 0;
        std::uint32_t arrived = 0;
        std::optional<run_number> run;
        bool was_accepted = false;
        /// Nothing more is expected of it: it was lost.
        bool given_up = false;
        /// It counts as not having happened.
        bool denied = false;
        bool finished = false;
        /// It stands for an earlier one, and nothing is sent for it.
        bool taken_over = false;
    };

    // auditor_journal.cpp
    void take(event::start_decided const&);
    void take(event::start_intended const&);
    void take(event::start_accepted const&);
    void take(event::start_refused const&);
    void take(event::start_in_doubt const&) { ++doubts_; }
    void take(event::start_disproved const&);
    void take(event::job_finished const&);
    void take(event::attempt_lost const&);
    void take(event::server_drained const& what) { drained_.insert(what.server); }
    void take(event::server_undrained const& what) { drained_.erase(what.server); }
    void take(event::server_limited const&);
    void take(event::run_paused const&) { paused_ = true; }
    void take(event::run_continued const&) { paused_ = false; }
    void take(event::cancel_requested const& what);
    void take_over_earlier(intent&);
    void deny(attempt_id, std::string_view how);
    void check_finished(intent const&, attempt_result const&);
    [[nodiscard]] bool is_excused(intent const&) const;
    [[nodiscard]] intent* find(attempt_id);

    // auditor_limits.cpp
    void check_alone(intent const&);
    void check_slots(intent const&);
    void check_shared(intent const&);
    void check_repetitions(intent const&);
    void check_constraints(task_id);
    [[nodiscard]] bool holds(precedence_constraint const&) const;
    template <class Counts>
    [[nodiscard]] std::uint32_t alive(Counts counts) const;

    // auditor_notices.cpp
    void hear(notice::run_resumed const&);
    void hear(notice::attempt_finished const&);
    void hear(notice::task_finished const&);
    void hear(notice::task_skipped const&);
    void allow(task_id, intent const&, attempt_result const&);
    void check_replay(run_summary const&, std::vector<timed_event> const&);

    scenario const& plan_;
    timeline const& time_;
    tracer const& trace_;
    truth const* truth_ = nullptr;
    std::optional<std::string> violation_;
    std::vector<intent> intents_;
    std::map<attempt_id, std::size_t> newest_;
    std::size_t events_ = 0;
    std::uint32_t process_ = 0;
    instant process_since_ = 0;
    std::set<server_id> drained_;
    std::vector<std::uint32_t> most_slots_;
    bool paused_ = false;
    bool canceled_ = false;
    bool stops_jobs_ = false;
    bool lost_power_ = false;
    settled_tasks settled_;
    /// By task: what may be told of its last attempt.
    std::vector<std::set<outcome>> allowed_;
    std::uint64_t starts_ = 0;
    std::uint64_t doubts_ = 0;
    std::uint64_t excused_ = 0;
};

} // namespace ssislb::simulation
