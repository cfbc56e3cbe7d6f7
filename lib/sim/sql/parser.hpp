// From a batch's text to its statements.
#pragma once

#include "sim/sql/response.hpp"
#include "sim/sql/syntax.hpp"

#include <string_view>
#include <variant>
#include <vector>

namespace ssislb::sim::sql {

/// A mistake anywhere means that nothing of the batch runs; the message is 102, 105, 156 or 191.
[[nodiscard]] std::variant<std::vector<statement>, message> parse_batch(std::string_view text);

/// Formal parameters of sp_executesql: `@id int, @name nvarchar(20) OUTPUT`.
struct declared_parameter {
    variable_declaration variable;
    bool output = false;
};

[[nodiscard]] std::variant<std::vector<declared_parameter>, message>
parse_parameters(std::string_view text);

} // namespace ssislb::sim::sql
