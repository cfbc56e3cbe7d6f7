// The answer of one status call: what all jobs of a server do.
#pragma once

#include <ssislb/agent/job_activity.hpp>
#include <ssislb/model/event.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace ssislb::detail {

/// Rows of the newest Agent session. Rows of older sessions are no evidence of anything that runs:
/// the Agent died under those that are open.
class activity_snapshot {
public:
    activity_snapshot() = default;
    explicit activity_snapshot(std::vector<job_activity> rows);

    /// None: the login sees no activity at all.
    [[nodiscard]] std::optional<std::int32_t> session() const noexcept { return session_; }

    /// The highest history id of any job. Ids grow over the whole server, so every run that ends
    /// after this snapshot has a higher one.
    [[nodiscard]] std::int32_t newest_history() const noexcept { return newest_history_; }

    /// Null: no activity of that job is to be seen.
    [[nodiscard]] job_activity const* find(guid const& job) const noexcept;

    [[nodiscard]] std::vector<job_activity> const& rows() const noexcept { return rows_; }

private:
    std::vector<job_activity> rows_;
    std::optional<std::int32_t> session_;
    std::int32_t newest_history_ = 0;
};

/// The run that the row shows has begun and has not ended.
[[nodiscard]] bool is_open(job_activity const&) noexcept;

/// A request that the Agent has accepted and not picked up yet: what else the row shows is of the
/// run before.
[[nodiscard]] bool is_pending(job_activity const&) noexcept;

/// The row shows more than what was known when the mark was made: a request since then. The mark
/// must be of the same session, or of none.
[[nodiscard]] bool shows_request_since(job_activity const&, job_mark const&) noexcept;

} // namespace ssislb::detail
