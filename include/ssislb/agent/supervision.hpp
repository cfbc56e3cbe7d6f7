// How a remote server is watched, and what that has cost.
#pragma once

#include <ssislb/agent/poll_budget.hpp>
#include <ssislb/base/time.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace ssislb {

/// All lengths are above 0.
struct supervision_options {
    /// Between two status calls, while somebody waits. None: it adapts. It is short when an end is
    /// likely, long in mid-run, and short after the start of a run of unknown length.
    std::optional<milliseconds> poll_interval;
    /// The bounds within which it adapts.
    milliseconds poll_least{100};
    milliseconds poll_most{10'000};
    /// So many seconds of delay in seeing an end are worth one status call; above 0. A greater one
    /// asks less often.
    double poll_cost = 0.02;
    /// Status calls of this server and of others together. Null: no bound but poll_least.
    std::shared_ptr<poll_budget> budget;
    /// Where the login may SELECT from msdb.dbo.sysjobactivity and syssessions (db_datareader),
    /// polls ask for the rows that have changed, and now and then for all. It costs both sides a
    /// fraction; sp_help_jobactivity, which is documented, serves everywhere.
    bool read_msdb_tables = false;
    /// Where polls may read those tables: how long the server may hold the answer back while
    /// nothing has changed, so that an end is told by one statement and at once. It takes one
    /// worker of the server meanwhile, and a look at the rows waited for every `long_poll_look` of
    /// the server's clock. Any other call ends it early. None: not used; nor is it with a fixed
    /// `poll_interval`, nor for more than a hundred jobs at a time.
    std::optional<milliseconds> long_poll;
    milliseconds long_poll_look{250};
    /// Longest wait for the answer to one call; then the connection is given up and made anew.
    milliseconds call_timeout{30'000};
    /// Longest time for one try to connect.
    milliseconds connect_timeout{15'000};
    /// How long an unchanged activity must be watched after a start in doubt, before the start
    /// counts as not having happened.
    milliseconds confirm_grace{5'000};
    /// Of the server's clock: how long after its mark a start of ours may be asked for. A request
    /// that came later is somebody else's. At least four times `call_timeout` is taken, for a start
    /// waits that long at most before its mark has to be made anew, for its turn, and for its
    /// answer.
    milliseconds start_window{120'000};
    /// First pause before a lost connection is made again; it doubles up to `reconnect_most`, and
    /// each pause is shortened at random by up to a half.
    milliseconds reconnect_first{1'000};
    milliseconds reconnect_most{30'000};
    /// After so long without a connection the server is given up; and so is what its Agent runs,
    /// after the Agent has been dead for so long.
    milliseconds reconnect_for{300'000};

    bool operator==(supervision_options const&) const = default;
};

/// Counted from the making of the object.
struct supervision_statistics {
    /// Procedure calls and batches sent.
    std::uint64_t statements = 0;
    /// Of these: status calls, in whichever form.
    std::uint64_t status_polls = 0;
    /// Of these: sp_start_job.
    std::uint64_t starts = 0;
    /// Of these: sp_help_jobhistory.
    std::uint64_t history_reads = 0;
    /// Connections made after the first one was lost.
    std::uint64_t reconnects = 0;

    bool operator==(supervision_statistics const&) const = default;
};

} // namespace ssislb
