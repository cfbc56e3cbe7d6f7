// The answer of one status call: what all jobs that were asked for do.
#pragma once

#include "agent/sighting.hpp"

#include <ssislb/base/guid.hpp>
#include <ssislb/tds/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ssislb::detail {

/// Rows of the newest Agent session. Rows of older sessions are no evidence of anything that runs:
/// the Agent died under those that are open.
///
/// The answer is kept as it came; a row is read in full only when somebody wants it.
class activity_snapshot {
public:
    activity_snapshot() = default;
    /// Finds the sets by their columns, one or many.
    explicit activity_snapshot(tds::result answer);

    /// None: the login sees no activity at all.
    [[nodiscard]] std::optional<std::int32_t> session() const noexcept { return session_; }
    [[nodiscard]] std::int32_t newest_history() const noexcept { return newest_history_; }

    /// A row before it is read.
    struct trace {
        guid job;
        /// Differs when the row does; odd.
        std::uint64_t fingerprint = 0;
        std::uint32_t set = 0;
        std::uint32_t row = 0;
    };
    /// In the server's order.
    [[nodiscard]] std::vector<trace> const& rows() const noexcept { return rows_; }

    [[nodiscard]] sighting of(guid const& job) const;
    [[nodiscard]] sighting at(trace const&) const;

    /// Of all rows that an answer shows of activity, whatever their session; odd. It can be had for
    /// less than a snapshot.
    [[nodiscard]] static std::uint64_t fingerprint(tds::result const& answer) noexcept;

private:
    void take(std::uint32_t set);
    [[nodiscard]] sighting with(std::optional<job_activity> row) const;
    void keep_newest_session();

    tds::result answer_;
    std::vector<trace> rows_;
    std::optional<std::int32_t> session_;
    std::optional<server_time> now_;
    std::int32_t newest_history_ = 0;
    /// Rows of more than one session have come.
    bool mixed_ = false;
};

} // namespace ssislb::detail
