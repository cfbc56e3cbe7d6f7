// Readers of the tables of a plan.
#pragma once

#include "plan/mistake_sink.hpp"
#include "plan/plan_value.hpp"

#include <ssislb/model/server.hpp>
#include <ssislb/model/tag_limit.hpp>
#include <ssislb/model/task.hpp>

namespace ssislb::detail {

[[nodiscard]] server read_server(plan_table& table, mistake_sink& mistakes);

[[nodiscard]] tag_limit read_tag_limit(plan_table& table, mistake_sink& mistakes);

/// A task that has what [defaults] says.
[[nodiscard]] task read_defaults(plan_table& table, mistake_sink& mistakes);

/// The keys of the table win over those of `defaults`.
[[nodiscard]] task read_task(plan_table& table, task const& defaults, mistake_sink& mistakes);

} // namespace ssislb::detail
