// What the parsers of requests share.
#pragma once

#include "sim/wire/reader.hpp"
#include "sim/wire/request.hpp"

namespace ssislb::sim::wire {

/// ALL_HEADERS of 7.2 and later (MS-TDS 2.2.5.3). Lengths are checked, contents ignored.
void skip_all_headers(reader&, tds_version);

/// A request that ends too early or has an impossible length.
[[nodiscard]] parse_error stream_error();

} // namespace ssislb::sim::wire
