// sysjobhistory with its row limiter.
#pragma once

#include "sim/agent/job_table.hpp"

#include <ssislb/sim/inspection.hpp>
#include <ssislb/sim/instance_spec.hpp>

#include <cstdint>
#include <map>

namespace ssislb::sim::detail {

class history_table {
public:
    history_table(history_limits limits, job_table& jobs)
        : limits_{limits}
        , jobs_{jobs} {}

    /// Gives the row its instance_id.
    std::int32_t insert(job& owner, history_row row);
    /// Down to the limits, oldest rows first: this job's, then all.
    void trim(job& owner);
    void remove_rows_of(job& owner);

    [[nodiscard]] std::map<std::int32_t, history_row> const& rows() const noexcept { return rows_; }
    /// Null when there is none, or no more.
    [[nodiscard]] history_row const* find(std::int32_t instance_id) const;

private:
    void remove_oldest_of(job& owner);

    history_limits limits_;
    job_table& jobs_;
    std::map<std::int32_t, history_row> rows_;
    std::int32_t last_id_ = 0;
};

} // namespace ssislb::sim::detail
