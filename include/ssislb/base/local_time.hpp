// Local time: what it is ahead of UTC, and when that changes.
#pragma once

#include <ssislb/base/time.hpp>

#include <chrono>
#include <vector>

namespace ssislb {

/// A time zone as far as it matters for a run: summer time may begin or end in its night.
///
/// Values: distinct objects are safe to use from several threads.
struct local_zone {
    struct change {
        timestamp at;
        milliseconds offset{0};

        bool operator==(change const&) const = default;
    };

    using local_instant = std::chrono::local_time<milliseconds>;

    /// Until the first change; negative west of Greenwich.
    milliseconds offset{0};
    /// Ascending.
    std::vector<change> changes{};

    [[nodiscard]] milliseconds offset_at(timestamp) const noexcept;
    [[nodiscard]] local_instant to_local(timestamp at) const noexcept;
    /// Of a time that comes twice the first one; of one that is left out that which it would be if
    /// the clocks were not changed.
    [[nodiscard]] timestamp to_utc(local_instant) const noexcept;

    bool operator==(local_zone const&) const = default;
};

/// That of this machine (TZ, else the system's zone), with its changes from a week before that
/// instant until a year after it. Thread safety: as localtime_r.
[[nodiscard]] local_zone zone_of_machine(timestamp around);

} // namespace ssislb
