// Requests as db-lib takes them: checked, each value with its type and its bytes.
#pragma once

#include "tds/wire_type.hpp"

#include <ssislb/base/error_code.hpp>
#include <ssislb/tds/request.hpp>

#include <string>

namespace ssislb::tds::detail {

struct wire_parameter {
    std::string name;
    wire_type type = wire_type::varchar;
    /// Native bytes of the value; empty: NULL.
    std::string bytes;
    bool output = false;
};

/// client_errc::invalid_argument for a request that cannot be sent as it is meant.
[[nodiscard]] error_code check(rpc const&) noexcept;
[[nodiscard]] error_code check(batch const&) noexcept;

/// Precondition: the parameter is part of a request that check() accepts, and it is either an
/// output or not null.
[[nodiscard]] wire_parameter encode(parameter const&);

} // namespace ssislb::tds::detail
