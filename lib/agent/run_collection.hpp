// Adds to a run that has ended what its package did.
#pragma once

#include "agent/operation.hpp"
#include "agent/server_channel.hpp"

#include <ssislb/agent/job_run.hpp>

#include <memory>

namespace ssislb::detail {

/// Reads the job's steps where what the package did can differ from what the job did. On the
/// channel's strand.
[[nodiscard]] operation<job_run> collect(std::shared_ptr<server_channel>, job_run ended);

} // namespace ssislb::detail
