// A run as lines for people: one line a notice.
#pragma once

#include <ssislb/model/notice.hpp>
#include <ssislb/model/parent_package.hpp>

#include <string>

namespace ssislb {

/// One line without its end; empty when the notice says nothing that a person needs (a task that
/// ended as its last attempt did).
///
/// Preconditions: the notice comes from a run of the package.
[[nodiscard]] std::string to_text_line(parent_package const&, timed_notice const&);

} // namespace ssislb
