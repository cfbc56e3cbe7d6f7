// The error type of every operation: Asio's own, so that completion tokens understand it.
#pragma once

#include <boost/system/error_code.hpp>

namespace ssislb {

using boost::system::error_category;
using boost::system::error_code;
using boost::system::error_condition;

} // namespace ssislb
