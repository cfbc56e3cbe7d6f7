#include "agent/run_history.hpp"

#include "agent/agent_time.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ssislb::detail {

run_history::run_history(std::vector<job_history_row> rows, std::int32_t after)
    : rows_(std::move(rows)) {
    std::erase_if(rows_, [after](auto const& row) { return row.instance_id <= after; });
    std::ranges::sort(rows_, {}, &job_history_row::instance_id);
}

job_history_row const* run_history::outcome(std::int32_t instance_id) const noexcept {
    auto const found = std::ranges::find(rows_, instance_id, &job_history_row::instance_id);
    return found != rows_.end() && found->is_job_outcome() ? &*found : nullptr;
}

job_history_row const* run_history::first_outcome() const noexcept {
    auto const rank = [this](job_history_row const& row) {
        return std::tuple(row.started, !has_steps(row), row.instance_id);
    };
    job_history_row const* first = nullptr;
    for (auto const& row : rows_)
        if (row.is_job_outcome() && (first == nullptr || rank(row) < rank(*first)))
            first = &row;
    return first;
}

job_history_row const*
run_history::first_run(std::function<bool(job_history_row const&)> const& fits) const {
    auto const found = std::ranges::find_if(rows_, [&](job_history_row const& row) {
        return row.is_job_outcome() && has_steps(row) && fits(row);
    });
    return found != rows_.end() ? &*found : nullptr;
}

job_history_row const*
run_history::outcome_begun_at(server_time at, std::optional<std::int32_t> before) const noexcept {
    auto const second = whole_second(at);
    auto const near = [&](job_history_row const& row) {
        return row.is_job_outcome() && row.started && same_start(*row.started, at) &&
               (!before || row.instance_id < *before);
    };
    // An exact match wins over one that is a second off.
    auto const exact = std::ranges::find_if(rows_, [&](job_history_row const& row) {
        return near(row) && row.started == second && has_steps(row);
    });
    auto const found = exact != rows_.end() ? exact : std::ranges::find_if(rows_, near);
    return found != rows_.end() ? &*found : nullptr;
}

job_history_row const* run_history::outcome_before(server_time request,
                                                   std::int32_t than) const noexcept {
    auto const* first = first_outcome();
    if (first == nullptr || !first->started || first->instance_id == than)
        return nullptr;
    auto const second = whole_second(request);
    // Within the same second only its steps tell a run from a request that was refused.
    bool const earlier =
        *first->started < second || (*first->started == second && has_steps(*first));
    return earlier && (than == 0 || first->instance_id < than) ? first : nullptr;
}

std::vector<job_history_row> run_history::rows_of(job_history_row const& outcome) const {
    std::vector<job_history_row> mine;
    for (auto const& row : rows_) {
        if (row.instance_id > outcome.instance_id)
            break;
        if (row.is_job_outcome() && row.instance_id != outcome.instance_id) {
            // A run that ended before this one began; else a request refused in its midst.
            if (row.started < outcome.started)
                mine.clear();
            continue;
        }
        mine.push_back(row);
    }
    return mine;
}

bool run_history::has_steps(job_history_row const& outcome) const noexcept {
    bool steps = false;
    for (auto const& row : rows_) {
        if (row.instance_id == outcome.instance_id)
            break;
        steps = !row.is_job_outcome();
    }
    return steps;
}

} // namespace ssislb::detail
