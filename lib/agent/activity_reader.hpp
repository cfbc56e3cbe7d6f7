// Reads rows of sp_help_jobactivity; the columns are looked up once a set.
#pragma once

#include <ssislb/agent/job_activity.hpp>
#include <ssislb/tds/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace ssislb::detail {

/// The set must outlive it.
class activity_reader {
public:
    /// A set that has this column is one of activity.
    static constexpr auto landmark = "run_requested_date";

    explicit activity_reader(tds::row_set const&);

    [[nodiscard]] job_activity row(std::size_t) const;

    // What every poll looks at in every row.
    [[nodiscard]] std::int32_t session(std::size_t row) const;
    [[nodiscard]] guid job(std::size_t row) const;
    /// 0: none.
    [[nodiscard]] std::int32_t history(std::size_t row) const;

private:
    using position = std::optional<std::size_t>;

    tds::row_set const& set_;
    position session_, job_, job_name_, run_requested_, run_requested_source_, queued_, started_;
    position last_step_, last_step_at_, stopped_, next_run_, history_, run_status_, message_;
};

} // namespace ssislb::detail
