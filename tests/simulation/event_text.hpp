// Events and notices in words, for a trace.
#pragma once

#include <ssislb/model/event.hpp>
#include <ssislb/model/notice.hpp>

#include <string>

namespace ssislb::simulation {

[[nodiscard]] std::string text_of(run_event const&);
[[nodiscard]] std::string text_of(run_notice const&);

} // namespace ssislb::simulation
