#include "scheduler/critical_chain.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace ssislb::detail {
namespace {

/// Walks back from the last end to the beginning of the run.
class walk {
    [[nodiscard]] auto end_of() const {
        return [this](std::uint32_t i) { return run_.attempts[i].end; };
    }

public:
    walk(parent_package const& package, virtual_run const& run,
         std::vector<std::uint32_t> const& slots, std::vector<played_task> const& played)
        : package_(package)
        , run_(run)
        , played_(played)
        , attempt_of_(package.tasks.size())
        , before_in_slot_(run.attempts.size()) {
        std::map<std::pair<server_id, std::uint32_t>, std::uint32_t> last;
        for (std::uint32_t i = 0; i < run.attempts.size(); ++i) {
            attempt_of_[index(run.attempts[i].task)] = i;
            auto const [known, first] = last.try_emplace({run.attempts[i].server, slots[i]}, i);
            if (!first)
                before_in_slot_[i] = std::exchange(known->second, i);
            by_end_.push_back(i);
        }
        std::ranges::stable_sort(by_end_, {}, end_of());
    }

    std::vector<critical_step> steps() const {
        std::vector<critical_step> chain;
        std::optional<std::uint32_t> at;
        if (!by_end_.empty())
            at = by_end_.back();
        while (at) {
            auto const before = what_was_waited_for(*at);
            auto const& attempt = run_.attempts[*at];
            auto const since =
                before.attempt ? run_.attempts[*before.attempt].end : milliseconds(0);
            chain.push_back({attempt.task, before.reason, attempt.begin - since});
            at = before.attempt;
        }
        std::ranges::reverse(chain);
        return chain;
    }

private:
    struct cause {
        wait_reason reason = wait_reason::nothing;
        std::optional<std::uint32_t> attempt;
    };

    [[nodiscard]] cause what_was_waited_for(std::uint32_t at) const {
        auto const begin = run_.attempts[at].begin;
        auto const& task = played_[index(run_.attempts[at].task)];
        if (begin == milliseconds(0))
            return {};
        if (task.released == begin && task.released_by)
            return {wait_reason::predecessor, attempt_of_[*task.released_by]};
        auto const before = before_in_slot_[at];
        if (before && run_.attempts[*before].end == begin)
            return {wait_reason::slot, before};
        auto const reason =
            reached_limit_before(begin) ? wait_reason::run_limit : wait_reason::placement;
        return {reason, last_ended_by(begin)};
    }

    [[nodiscard]] bool reached_limit_before(milliseconds instant) const {
        auto const begun =
            std::ranges::lower_bound(run_.attempts, instant, {}, &virtual_attempt::begin) -
            run_.attempts.begin();
        auto const ended =
            std::ranges::lower_bound(by_end_, instant, {}, end_of()) - by_end_.begin();
        return package_.max_concurrent_executables != 0 &&
               begun - ended >= static_cast<std::ptrdiff_t>(package_.max_concurrent_executables);
    }

    [[nodiscard]] std::optional<std::uint32_t> last_ended_by(milliseconds instant) const {
        auto const past = std::ranges::upper_bound(by_end_, instant, {}, end_of());
        return past == by_end_.begin() ? std::nullopt : std::optional(*std::prev(past));
    }

    parent_package const& package_;
    virtual_run const& run_;
    std::vector<played_task> const& played_;
    std::vector<std::uint32_t> attempt_of_;
    std::vector<std::optional<std::uint32_t>> before_in_slot_;
    std::vector<std::uint32_t> by_end_;
};

} // namespace

std::vector<std::uint32_t> slots_of(parent_package const& package, virtual_run const& run) {
    std::vector<std::vector<milliseconds>> free_since;
    for (server const& one : package.servers)
        free_since.emplace_back(one.max_jobs, milliseconds(0));
    std::vector<std::uint32_t> slots;
    slots.reserve(run.attempts.size());
    for (auto const& attempt : run.attempts) {
        auto& of_server = free_since[index(attempt.server)];
        auto const slot = std::ranges::min_element(of_server);
        *slot = attempt.end;
        slots.push_back(static_cast<std::uint32_t>(slot - of_server.begin()));
    }
    return slots;
}

std::vector<critical_step> critical_chain(parent_package const& package, virtual_run const& run,
                                          std::vector<std::uint32_t> const& slots,
                                          std::vector<played_task> const& played) {
    return walk(package, run, slots, played).steps();
}

} // namespace ssislb::detail
