// The parts of validate(), one for each kind of check.
#pragma once

#include "model/mistake_list.hpp"

#include <string_view>

namespace ssislb::detail {

void check_servers(parent_package const&, mistake_list&);

/// Windows, the pace of starts, the deadline.
void check_clock(parent_package const&, mistake_list&);

/// Each task by itself, and that names are unique.
void check_tasks(parent_package const&, mistake_list&);

/// What a task says of further attempts: numbers, delays, classes of ends.
void check_retries(task const&, element_mistakes&);

/// What it says of them without effect.
void warn_of_retries(task const&, element_mistakes&);

/// What tasks say about servers and about each other, cycles included.
void check_references(parent_package const&, mistake_list&);

/// Tags, mutexes and limits: their names, and that each task has a server with what it requires.
void check_tags(parent_package const&, mistake_list&);

/// Tags, mutexes and limits that have no effect.
void warn_of_tags(parent_package const&, mistake_list&);

/// A control character would break the lines of logs and reports.
[[nodiscard]] bool has_control_character(std::string_view text) noexcept;

/// The key under which a plan file lists constraints of the kind.
[[nodiscard]] std::string_view key_of(constraint_kind) noexcept;

} // namespace ssislb::detail
