#include "agent/activity_snapshot.hpp"

#include "agent/activity_reader.hpp"
#include "agent/msdb_rows.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::detail {

activity_snapshot::activity_snapshot(tds::result answer)
    : answer_(std::move(answer)) {
    for (std::uint32_t set = 0; set < answer_.sets.size(); ++set)
        if (answer_.sets[set].column(activity_reader::landmark))
            take(set);
    now_ = read_time(answer_);
    if (std::exchange(mixed_, false))
        keep_newest_session();
}

std::uint64_t activity_snapshot::fingerprint(tds::result const& answer) noexcept {
    std::uint64_t sum = 0;
    for (auto const& set : answer.sets)
        if (set.column(activity_reader::landmark))
            for (std::size_t row = 0; row < set.size(); ++row)
                sum = sum * 31 + set.digest(row);
    return sum | 1U;
}

void activity_snapshot::take(std::uint32_t set) {
    activity_reader const reader(answer_.sets[set]);
    auto const size = static_cast<std::uint32_t>(answer_.sets[set].size());
    rows_.reserve(rows_.size() + size);
    for (std::uint32_t row = 0; row < size; ++row) {
        auto const session = reader.session(row);
        mixed_ = mixed_ || (session_ && session != *session_);
        session_ = std::max(session_.value_or(session), session);
        newest_history_ = std::max(newest_history_, reader.history(row));
        rows_.push_back({reader.job(row), answer_.sets[set].digest(row), set, row});
    }
}

void activity_snapshot::keep_newest_session() {
    std::erase_if(rows_, [this](trace const& each) {
        return activity_reader(answer_.sets[each.set]).session(each.row) != session_;
    });
}

sighting activity_snapshot::of(guid const& job) const {
    auto const found = std::ranges::find(rows_, job, &trace::job);
    return found == rows_.end() ? with(std::nullopt) : at(*found);
}

sighting activity_snapshot::at(trace const& which) const {
    return with(activity_reader(answer_.sets[which.set]).row(which.row));
}

sighting activity_snapshot::with(std::optional<job_activity> row) const {
    return {session_, newest_history_, std::move(row), now_};
}

} // namespace ssislb::detail
