// A step of a job as sp_help_jobstep shows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace ssislb {

/// Values: distinct objects are safe to use from several threads.
struct job_step {
    /// From 1.
    std::int32_t id = 0;
    std::string name;
    /// `SSIS`, `TSQL`, `CmdExec`, ...
    std::string subsystem;
    /// May hold passwords: show what redacted() makes of it.
    std::string command;
    /// Under whose account the step runs; none: the Agent's service account, or the job's owner.
    std::optional<std::int32_t> proxy;

    /// The subsystem is SSIS, or Dts as older servers call it.
    [[nodiscard]] bool runs_package() const noexcept;

    bool operator==(job_step const&) const = default;
};

} // namespace ssislb
