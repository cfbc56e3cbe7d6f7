#include "sim/agent/category_table.hpp"

#include "sim/agent/text.hpp"

#include <algorithm>

namespace ssislb::sim::detail {
namespace {

// Lower ids are the server's own.
constexpr std::int32_t first_own_id = 100;

} // namespace

category_table::category_table()
    : categories_{{0, "[Uncategorized (Local)]"},
                  {jobs_from_master, "Jobs from MSX"},
                  {2, "[Uncategorized (Multi-Server)]"},
                  {3, "Database Maintenance"},
                  {5, "Full-Text"},
                  {6, "Log Shipping"},
                  {7, "Database Engine Tuning Advisor"},
                  {8, "Data Collector"},
                  {10, "REPL-Distribution"},
                  {11, "REPL-Distribution Cleanup"},
                  {12, "REPL-History Cleanup"},
                  {13, "REPL-LogReader"},
                  {14, "REPL-Merge"},
                  {15, "REPL-Snapshot"},
                  {16, "REPL-Checkup"},
                  {17, "REPL-Subscription Cleanup"},
                  {18, "REPL-Alert Response"},
                  {19, "REPL-QueueReader"}} {}

void category_table::add(std::string_view name) {
    if (find(name) == nullptr)
        categories_.push_back(
            {std::max(categories_.back().id + 1, first_own_id), std::string{name}});
}

job_category const* category_table::find(std::string_view name) const {
    auto const found = std::ranges::find_if(
        categories_, [&](job_category const& each) { return same_name(each.name, name); });
    return found == categories_.end() ? nullptr : &*found;
}

job_category const* category_table::find(std::int32_t id) const {
    auto const found = std::ranges::find(categories_, id, &job_category::id);
    return found == categories_.end() ? nullptr : &*found;
}

} // namespace ssislb::sim::detail
