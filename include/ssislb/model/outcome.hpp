// How a job, a package, a task or a run ended.
#pragma once

#include <cstdint>
#include <string_view>

namespace ssislb {

enum class outcome : std::uint8_t {
    succeeded,
    failed,
    /// Stopped before its end, by somebody or by us.
    canceled,
    /// Never started.
    skipped,
    /// It was started, and nobody can tell how it ended.
    unknown,
};

[[nodiscard]] std::string_view to_string(outcome) noexcept;

/// Why a task was skipped.
enum class skip_reason : std::uint8_t {
    /// Its precedence constraints can no longer hold.
    precedence,
    /// `enabled = false`; its successors see it as succeeded.
    disabled,
    /// maximum_error_count was reached before it started.
    error_limit,
    /// The run was canceled before it started.
    run_canceled,
    /// Somebody asked for it during the run; its successors see it as succeeded.
    requested,
};

[[nodiscard]] std::string_view to_string(skip_reason) noexcept;

} // namespace ssislb
