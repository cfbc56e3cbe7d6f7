// sys.messages: the numbers, severities and texts that the simulated server says.
#pragma once

#include "sim/sql/response.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace ssislb::sim::sql {

/// Arguments fill the text's places in order. A number that the table does not hold is an error of
/// severity 16.
[[nodiscard]] message make_message(std::int32_t number,
                                   std::initializer_list<std::string_view> arguments = {},
                                   std::string procedure = {}, std::int32_t line = 0);

/// What PRINT sends.
[[nodiscard]] message make_print(std::string text, std::string procedure = {});

} // namespace ssislb::sim::sql
