// How a run is carried out; the defaults suit a night of real servers.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/run/credentials.hpp>

#include <chrono>
#include <optional>

namespace ssislb {

/// Lengths of time are the plan's: with `speed` 200 a minute of the plan passes in 0.3 s.
struct run_options {
    /// How many times faster than the wall clock the plan's time runs; above 0. Simulated
    /// servers run at the same speed.
    double speed = 1.0;
    /// Between two status statements to a server. None: it adapts to when ends are likely, within
    /// 100 ms and 10 s, or is left to servers that the plan gives a `long_poll`.
    std::optional<milliseconds> poll_interval;
    /// Status statements a second at most, to all servers together, as far as those bounds and a
    /// fixed interval leave the choice; above 0.
    double polls_per_second = 1000;
    /// Real time, whatever the speed: polls are never closer than this.
    milliseconds least_poll_interval{20};
    /// Real time: longest wait for the answer to one call, and for one try to connect.
    milliseconds call_timeout = std::chrono::seconds(30);
    milliseconds connect_timeout = std::chrono::seconds(15);
    /// Jobs of a server that was lost, or whose Agent is dead, are given up after so long. The
    /// server is tried again for as long as the run lasts.
    milliseconds reconnect_for = std::chrono::minutes(5);
    /// After a start in doubt: how long the activity must stay unchanged to prove that nothing
    /// was started.
    milliseconds confirm_grace = std::chrono::seconds(5);
    /// A task whose every server stays away for so long fails.
    milliseconds patience = std::chrono::minutes(5);
    /// Real time, whatever the speed: patience never ends sooner than this.
    milliseconds least_patience = std::chrono::seconds(2);
    /// How often it is asked what else runs on servers whose foreign jobs count, and on those that
    /// have not picked up a start for so long.
    milliseconds load_interval = std::chrono::seconds(10);
    /// How often it is looked whether the package's `finish_by` can be kept; a second of real time
    /// at least, and less often where a look takes long.
    milliseconds deadline_interval = std::chrono::minutes(1);
    /// Real time: so long the first start waits for servers that have not answered yet, so that
    /// it does not go to whichever answers first.
    milliseconds roll_call = std::chrono::seconds(3);
    /// A busy job, or one refused for a passing reason, is asked again after so long.
    milliseconds busy_delay = std::chrono::seconds(5);
    /// An Agent that does not run is asked again after so long.
    milliseconds agent_down_delay = std::chrono::seconds(30);
    password_source password = read_password;
};

} // namespace ssislb
