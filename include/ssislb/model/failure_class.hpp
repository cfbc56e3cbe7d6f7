// What kind of end a task's retries are for.
#pragma once

#include <cstdint>
#include <string_view>

namespace ssislb {

/// Classes exclude each other. An end that is unknown has none, nor has that of a job which was
/// stopped since its run was canceled: these are never retried.
enum class failure_class : std::uint8_t {
    /// The job failed.
    job_failed,
    /// The job succeeded, the package did not; only where the task's outcome is the package's.
    package_failed,
    /// The task's timeout passed, so the job was stopped.
    timed_out,
    /// Somebody stopped the job.
    canceled,
};

[[nodiscard]] std::string_view to_string(failure_class) noexcept;

} // namespace ssislb
