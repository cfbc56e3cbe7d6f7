// Arguments of a call against the parameters of a procedure.
#pragma once

#include "sim/sql/procedure.hpp"

#include <variant>

namespace ssislb::sim::detail {

/// The parameters of the call that want a value back, as positions of formals.
struct bound_output {
    std::size_t formal = 0;
    std::size_t actual = 0;
};

struct bound_call {
    detail::arguments arguments;
    std::vector<bound_output> outputs;
};

/// The message is one of 119, 201, 8114, 8143, 8144, 8145, 8162.
[[nodiscard]] std::variant<bound_call, sql::message> bind(procedure const& called,
                                                          std::vector<sql::parameter> const& given);

} // namespace ssislb::sim::detail
