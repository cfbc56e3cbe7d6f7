// A whole plan: its package, and where each part of it stands.
#pragma once

#include "plan/mistake_sink.hpp"
#include "plan/plan_sources.hpp"
#include "plan/plan_value.hpp"

#include <ssislb/model/parent_package.hpp>

namespace ssislb::detail {

struct plan_document {
    parent_package package;
    /// Points into the tables that were read.
    plan_sources sources;
};

[[nodiscard]] plan_document read_document(plan_table& root, mistake_sink& mistakes);

} // namespace ssislb::detail
