#include "agent/wait_table.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::detail {

void wait_table::add(job_wait_pointer wait) {
    auto const job = wait->job();
    make_room();
    auto const place = std::ranges::upper_bound(entries_, job, {}, &entry::job);
    entries_.insert(place, {not_asked_for, std::move(wait)});
    fingerprint_ = any_row;
}

/// In small steps: half of a table that doubles may stay empty for hours.
void wait_table::make_room() {
    if (entries_.size() == entries_.capacity())
        entries_.reserve(entries_.size() + entries_.size() / 8 + 4);
}

auto wait_table::find(job_wait const& wait) -> std::vector<entry>::iterator {
    auto const of_job = std::ranges::equal_range(entries_, wait.job(), {}, &entry::job);
    auto const found = std::ranges::find_if(
        of_job, [&wait](entry const& each) { return each.wait.get() == &wait; });
    return found == of_job.end() ? entries_.end() : found;
}

void wait_table::remove(job_wait const& wait) {
    auto const found = find(wait);
    if (found != entries_.end())
        entries_.erase(found);
}

void wait_table::look_again(job_wait const& wait) {
    auto const found = find(wait);
    if (found == entries_.end())
        return;
    found->fingerprint = fingerprint_ = any_row;
}

void wait_table::question_asked() {
    if (!is_curious())
        return;
    for (auto& each : entries_)
        if (each.fingerprint == not_asked_for)
            each.fingerprint = any_row;
}

auto wait_table::take_all() -> std::vector<job_wait_pointer> {
    std::vector<job_wait_pointer> all;
    all.reserve(entries_.size());
    for (auto& each : std::exchange(entries_, {}))
        all.push_back(std::move(each.wait));
    return all;
}

auto wait_table::compare(activity_snapshot const& now, std::uint64_t fingerprint, bool changes_only)
    -> std::vector<news> {
    fingerprint_ = fingerprint;
    std::vector<news> found;
    std::vector<bool> met(entries_.size());
    for (auto const& row : now.rows()) {
        auto const of_job = std::ranges::equal_range(entries_, row.job, {}, &entry::job);
        for (auto each = of_job.begin(); each != of_job.end(); ++each) {
            met[static_cast<std::size_t>(each - entries_.begin())] = true;
            if (std::exchange(each->fingerprint, row.fingerprint) != row.fingerprint)
                found.push_back({each->wait, &row});
        }
    }
    for (std::size_t i = 0; i < met.size(); ++i) {
        auto& each = entries_[i];
        if (met[i])
            continue;
        if (each.fingerprint != not_asked_for && !changes_only) {
            each.fingerprint = any_row;
            found.push_back({each.wait, nullptr});
        }
        if (each.fingerprint == any_row || each.fingerprint == not_asked_for)
            fingerprint_ = any_row;
    }
    return found;
}

} // namespace ssislb::detail
