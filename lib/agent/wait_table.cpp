#include "agent/wait_table.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::detail {

void wait_table::add(job_wait_pointer wait) {
    auto const job = wait->job();
    make_room();
    late_.push_back(wait.get());
    auto const place = std::ranges::upper_bound(entries_, job, {}, &entry::job);
    entries_.insert(place, {job, 0, std::move(wait)});
    fingerprint_ = 0;
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
    found->fingerprint = 0;
    fingerprint_ = 0;
}

void wait_table::question_asked() {
    // Thousands may have come: the room is given back.
    late_ = {};
}

auto wait_table::take_all() -> std::vector<job_wait_pointer> {
    std::vector<job_wait_pointer> all;
    all.reserve(entries_.size());
    for (auto& each : std::exchange(entries_, {}))
        all.push_back(std::move(each.wait));
    return all;
}

auto wait_table::compare(activity_snapshot const& now, bool changes_only) -> std::vector<news> {
    fingerprint_ = now.fingerprint();
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
    std::ranges::sort(late_);
    for (std::size_t i = 0; i < met.size(); ++i) {
        if (met[i])
            continue;
        if (changes_only) {
            fingerprint_ = entries_[i].fingerprint == 0 ? 0 : fingerprint_;
            continue;
        }
        entries_[i].fingerprint = fingerprint_ = 0;
        if (!std::ranges::binary_search(late_, entries_[i].wait.get()))
            found.push_back({entries_[i].wait, nullptr});
    }
    return found;
}

} // namespace ssislb::detail
