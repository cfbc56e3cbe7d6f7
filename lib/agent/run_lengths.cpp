#include "agent/run_lengths.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

namespace ssislb::detail {
namespace {

/// One that failed or was canceled does not tell how long the work takes.
bool is_telling(job_history_row const& row) noexcept {
    return row.is_job_outcome() && row.status == run_status::succeeded;
}

} // namespace

void run_lengths::learn(std::span<job_history_row const> rows) {
    std::vector<job_history_row const*> telling;
    for (auto const& row : rows)
        if (is_telling(row))
            telling.push_back(&row);
    std::ranges::sort(telling, {}, &job_history_row::instance_id);
    for (auto const* row : telling) {
        auto& of_job = jobs_[row->job];
        if (row->instance_id <= of_job.newest)
            continue;
        of_job.newest = row->instance_id;
        of_job.add(row->duration);
    }
}

void run_lengths::past::add(milliseconds length) noexcept {
    // History knows whole seconds: one of none took half of one.
    constexpr milliseconds shortest{500};
    double const value = std::log(static_cast<double>(std::max(length, shortest).count()));
    double const before = value - mean;
    ++runs;
    mean += before / runs;
    squares += before * (value - mean);
}

run_lengths::estimate run_lengths::past::median() const noexcept {
    // As if one more had been seen, as far off as is usual: few runs tell little of the spread.
    constexpr double usual = 0.3;
    double const variance = (squares + usual * usual) / runs;
    // And little of the median.
    double const spread = std::sqrt(variance * (1 + 1.0 / runs));
    return {milliseconds{std::llround(std::exp(mean))}, std::clamp(spread, 0.1, 1.0)};
}

std::optional<run_lengths::estimate> run_lengths::of(guid const& job) const {
    auto const found = jobs_.find(job);
    return found == jobs_.end() ? std::nullopt : std::optional(found->second.median());
}

std::vector<job_length> run_lengths::all() const {
    std::vector<job_length> lengths;
    lengths.reserve(jobs_.size());
    for (auto const& [job, seen] : jobs_) {
        auto const [median, spread] = seen.median();
        lengths.push_back({job, median, spread, static_cast<std::uint32_t>(seen.runs)});
    }
    return lengths;
}

} // namespace ssislb::detail
