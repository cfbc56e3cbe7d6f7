#include <ssislb/scheduler/scheduler.hpp>
#include <ssislb/scheduler/virtual_run.hpp>

#include <algorithm>
#include <queue>
#include <tuple>
#include <utility>
#include <variant>

namespace ssislb {
namespace {

class player {
public:
    player(parent_package const& package, std::unique_ptr<placement_policy> policy,
           duration_estimates const& estimates, true_duration const& durations)
        : servers_(package.servers.size())
        , durations_(durations)
        , scheduler_(package, std::move(policy), estimates) {
        played_.attempts.reserve(package.tasks.size());
    }

    virtual_run run() {
        scheduler_.feed(event::run_started{}, now_);
        for (std::uint32_t i = 0; i < servers_; ++i)
            scheduler_.feed(event::server_up{server_id{i}}, now_);
        carry_out(scheduler_.decide(now_));
        while (!scheduler_.finished() && advance())
            carry_out(scheduler_.decide(now_));
        return std::move(played_);
    }

private:
    struct end {
        timestamp at;
        attempt_id attempt;

        bool operator>(end const& other) const noexcept {
            return std::tie(at, attempt) > std::tie(other.at, other.attempt);
        }
    };

    void carry_out(std::vector<run_decision> const& decisions) {
        for (run_decision const& one : decisions) {
            if (auto const* start = std::get_if<decision::start>(&one))
                begin(start->attempt, start->server);
            else if (auto const* wake = std::get_if<decision::wake>(&one))
                wake_ = wake->at;
        }
    }

    void begin(attempt_id attempt, server_id server) {
        auto const length = std::max(durations_(attempt.task, server), milliseconds(1));
        scheduler_.feed(event::start_intended{attempt, server, {}}, now_);
        scheduler_.feed(event::start_accepted{attempt}, now_);
        ends_.push({now_ + length, attempt});
        auto const since = now_.time_since_epoch();
        played_.attempts.push_back({attempt.task, server, since, since + length});
        played_.makespan = std::max(played_.makespan, since + length);
    }

    /// To the next instant at which something happens, with all that does. False: nothing will.
    bool advance() {
        if (wake_ && (ends_.empty() || *wake_ < ends_.top().at)) {
            now_ = *std::exchange(wake_, std::nullopt);
            scheduler_.feed(event::tick{}, now_);
            return true;
        }
        if (ends_.empty())
            return false;
        now_ = ends_.top().at;
        while (!ends_.empty() && ends_.top().at == now_) {
            attempt_result good;
            good.job = outcome::succeeded;
            good.package = outcome::succeeded;
            scheduler_.feed(event::job_finished{ends_.top().attempt, good}, now_);
            ends_.pop();
        }
        return true;
    }

    std::size_t servers_;
    true_duration const& durations_;
    scheduler scheduler_;
    timestamp now_{};
    std::optional<timestamp> wake_;
    std::priority_queue<end, std::vector<end>, std::greater<>> ends_;
    virtual_run played_;
};

} // namespace

virtual_run play(parent_package const& package, std::unique_ptr<placement_policy> policy,
                 duration_estimates const& estimates, true_duration const& durations) {
    return player(package, std::move(policy), estimates, durations).run();
}

virtual_run play(parent_package const& package, std::unique_ptr<placement_policy> policy,
                 duration_estimates const& estimates) {
    return play(package, std::move(policy), estimates, [&](task_id task, server_id server) {
        return std::chrono::round<milliseconds>(estimates.of(task, server));
    });
}

} // namespace ssislb
