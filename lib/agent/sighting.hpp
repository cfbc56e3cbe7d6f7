// What one look at a server shows of one job.
#pragma once

#include <ssislb/agent/job_activity.hpp>
#include <ssislb/model/event.hpp>

#include <cstdint>
#include <optional>

namespace ssislb::detail {

struct sighting {
    /// The newest Agent session. None: the login sees no activity at all.
    std::optional<std::int32_t> session;
    /// The highest history id of any job that was looked at. Ids grow over the whole server, so
    /// every run that ends after this look has a higher one.
    std::int32_t newest_history = 0;
    /// The job's row in that session. None: no activity of the job is to be seen.
    std::optional<job_activity> row;
    /// The server's clock just before it looked; none: it was not asked for.
    std::optional<server_time> now{};
};

/// The run that the row shows has begun and has not ended.
[[nodiscard]] bool is_open(job_activity const&) noexcept;

/// A request that the Agent has accepted and not picked up yet: what else the row shows is of the
/// run before.
[[nodiscard]] bool is_pending(job_activity const&) noexcept;

/// The row shows more than what was known when the mark was made: a request since then. In a
/// session that began after the mark's, every request is one.
[[nodiscard]] bool shows_request_since(job_activity const&, job_mark const&) noexcept;

} // namespace ssislb::detail
