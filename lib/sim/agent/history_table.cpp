#include "sim/agent/history_table.hpp"

#include <utility>

namespace ssislb::sim::detail {
namespace {

bool exceeds(std::size_t count, std::int32_t limit) noexcept {
    return limit >= 0 && count > static_cast<std::size_t>(limit);
}

} // namespace

std::int32_t history_table::insert(job& owner, history_row row) {
    row.instance_id = ++last_id_;
    row.job_id = owner.id;
    row.job_name = owner.name;
    owner.history.push_back(last_id_);
    rows_.emplace_hint(rows_.end(), last_id_, std::move(row));
    return last_id_;
}

void history_table::trim(job& owner) {
    while (exceeds(owner.history.size(), limits_.per_job))
        remove_oldest_of(owner);
    while (exceeds(rows_.size(), limits_.total)) {
        auto const oldest = rows_.begin();
        // A row may outlive its job (sp_delete_job, @delete_history = 0).
        auto* const of = jobs_.find(oldest->second.job_id);
        if (of != nullptr && !of->history.empty() && of->history.front() == oldest->first)
            of->history.pop_front();
        rows_.erase(oldest);
    }
}

void history_table::remove_rows_of(job& owner) {
    while (!owner.history.empty())
        remove_oldest_of(owner);
}

history_row const* history_table::find(std::int32_t instance_id) const {
    auto const found = rows_.find(instance_id);
    return found == rows_.end() ? nullptr : &found->second;
}

void history_table::remove_oldest_of(job& owner) {
    rows_.erase(owner.history.front());
    owner.history.pop_front();
}

} // namespace ssislb::sim::detail
