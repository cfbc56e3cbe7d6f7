// Instants of a run, lengths of time as people write them, and a server's zoneless local times.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace ssislb {

/// The unit of every length of time in plans, events and options.
using milliseconds = std::chrono::milliseconds;

/// An instant of a run, UTC.
using timestamp = std::chrono::sys_time<milliseconds>;

/// What a server calls now: its local time without a zone (SQL Server datetime, GETDATE()).
/// Compare it only with other times of the same server.
using server_time = std::chrono::local_time<milliseconds>;

/// `2026-11-24T03:44:16.250Z` (RFC 3339).
[[nodiscard]] std::string to_rfc3339(timestamp);

/// `2026-11-24 03:44:16.250`, as SQL Server shows a datetime.
[[nodiscard]] std::string to_string(server_time);

/// `90s`, `1m30s`, `2h`, `250ms`: the largest units first, nothing that is zero; zero is `0s`.
[[nodiscard]] std::string format_duration(milliseconds);

/// Reads one or more numbers with a unit (`ms`, `s`, `m`, `h`, `d`), largest first and each at
/// most once, with an optional fraction in the last: `1h30m`, `1.5s`. Negative or beyond ten
/// years: nothing.
[[nodiscard]] std::optional<milliseconds> parse_duration(std::string_view text) noexcept;

} // namespace ssislb
