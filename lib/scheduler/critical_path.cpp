// The policy that follows the critical path and waits for a fast slot where that pays.
#include "scheduler/detour.hpp"
#include "scheduler/rank_search.hpp"
#include "scheduler/slot_forecast.hpp"
#include "scheduler/upward_rank.hpp"
#include "scheduler/whole_milliseconds.hpp"

#include <ssislb/scheduler/policies.hpp>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace ssislb {
namespace {

using detail::slot_forecast;

/// Where a task would end earliest.
struct choice {
    server_id server{};
    /// From now.
    estimated_duration begin{};
    estimated_duration end{};
    /// The same, and later on a server that it does not prefer.
    estimated_duration finish{std::numeric_limits<double>::infinity()};
    /// It can be placed there at once.
    bool now = false;
};

/// CP-EFT in whatever order the tasks are ranked.
class earliest_finish : public placement_policy {
public:
    explicit earliest_finish(std::vector<double> ranks)
        : ranks_(std::move(ranks)) {}

    [[nodiscard]] std::vector<double> ranks(parent_package const&,
                                            duration_estimates const&) override {
        return ranks_;
    }

    std::optional<timestamp> place(placement_board& board) override {
        slots_.look_at(board);
        review_after_.reset();
        placed_ = reserved_ = waits_for_gate_ = false;
        plan(board);
        if (!placed_ && !waits_for_gate_ && board.running().empty())
            place_somewhere(board);
        if (!review_after_)
            return std::nullopt;
        return board.now() + std::max(detail::whole_milliseconds(*review_after_), milliseconds(1));
    }

private:
    void plan(placement_board& board) {
        auto const ready = board.ready();
        auto startable = board.next_startable(0);
        for (std::size_t at = 0; at < ready.size() && slots_.free_slots() > 0; ++at) {
            if (at > startable)
                startable = board.next_startable(at);
            // None of the rest can be placed: what it waits for is decided another time.
            if (startable == ready.size())
                return;
            if (!give_slot(board, ready[at]))
                return;
        }
    }

    /// False: nothing more can be placed.
    bool give_slot(placement_board& board, task_id task) {
        auto const best = best_for(board, task);
        if (!best) {
            // The first one alone: reservations of all would leave the limits idle.
            if (!std::exchange(reserved_, true))
                board.reserve(task);
            return true;
        }
        if (best->now) {
            if (!board.place(task, best->server))
                return false;
            placed_ = true;
        } else {
            wait_for(board, task, *best);
            // Its job runs there, and needs no other slot than that run's.
            if (slots_.has_free(best->server))
                return true;
        }
        slots_.occupy(best->server, best->end);
        return true;
    }

    std::optional<choice> best_for(placement_board const& board, task_id task) {
        worth_waiting_for_ = board.worth_waiting_for(task);
        if (worth_waiting_for_.empty())
            return std::nullopt;
        startable_ = board.startable_on(task);
        auto const* preferred = board.preferred(task);
        choice best;
        worth_waiting_for_.for_each([&](server_id one) {
            auto const length = board.estimate(task, one);
            auto const counted = detail::counted_length(length, preferred, one);
            if (counted > best.finish)
                return;
            bool const now = slots_.has_free(one) && startable_.contains(one);
            auto const begin = now                    ? estimated_duration(0)
                               : slots_.has_free(one) ? slots_.until_first_end(one)
                                                      : slots_.until_free(one);
            choice const other{one, begin, begin + length, begin + counted, now};
            if (is_better(board, other, best))
                best = other;
        });
        return std::isfinite(best.finish.count()) ? std::optional(best) : std::nullopt;
    }

    /// Of equal ends that which begins at once, and among those the server with more room.
    static bool is_better(placement_board const& board, choice const& one, choice const& than) {
        if (one.finish != than.finish)
            return one.finish < than.finish;
        if (one.now != than.now)
            return one.now;
        auto const share = [&board](server_id server) {
            auto const& load = board.servers()[index(server)];
            return static_cast<double>(load.free) / load.max_jobs;
        };
        return one.now && share(one.server) > share(than.server);
    }

    /// What it waits for may take longer; then another slot may be the better one.
    void wait_for(placement_board& board, task_id task, choice const& later) {
        // Where nothing runs, nobody could take them meanwhile.
        if (!board.running().empty())
            board.claim(task, later.begin);
        waits_for_gate_ |= board.servers()[index(later.server)].opens_at.has_value();
        if (!startable_.empty())
            review_after_ = std::min(review_after_.value_or(later.begin), later.begin);
    }

    /// Nothing runs that could end, and no server opens by itself: nobody waits.
    void place_somewhere(placement_board& board) {
        auto const ready = board.ready();
        auto const first = board.next_startable(0);
        if (first == ready.size())
            return;
        auto const* preferred = board.preferred(ready[first]);
        choice best;
        board.startable_on(ready[first]).for_each([&](server_id one) {
            auto const length =
                detail::counted_length(board.estimate(ready[first], one), preferred, one);
            if (length < best.finish)
                best = {one, {}, length, length, true};
        });
        board.place(ready[first], best.server);
    }

    std::vector<double> ranks_;
    slot_forecast slots_;
    server_set worth_waiting_for_;
    server_set startable_;
    std::optional<estimated_duration> review_after_;
    bool placed_ = false;
    /// The limits of a task that waits for them are kept.
    bool reserved_ = false;
    bool waits_for_gate_ = false;
};

class critical_path final : public earliest_finish {
public:
    explicit critical_path(trial_limit limit)
        : earliest_finish({})
        , limit_(limit) {}

    /// A large fleet's histories come one by one: a search for each would take too long. Between
    /// searches an order that was found better stays.
    [[nodiscard]] std::vector<double> ranks(parent_package const& package,
                                            duration_estimates const& estimates) override {
        auto upward = detail::upward_ranks(package, estimates);
        if (std::has_single_bit(++asked_)) {
            found_ = detail::search_ranks(package, estimates, limit_);
            is_upward_ = found_ == upward;
        }
        return is_upward_ ? upward : found_;
    }

private:
    trial_limit limit_;
    std::uint32_t asked_ = 0;
    std::vector<double> found_;
    bool is_upward_ = false;
};

} // namespace

std::unique_ptr<placement_policy> make_earliest_finish_policy(std::vector<double> ranks) {
    return std::make_unique<earliest_finish>(std::move(ranks));
}

std::unique_ptr<placement_policy> make_critical_path_policy(trial_limit limit) {
    return std::make_unique<critical_path>(limit);
}

} // namespace ssislb
