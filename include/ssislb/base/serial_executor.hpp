// The strand on which an object of ours does its work.
#pragma once

#include <boost/asio/any_io_executor.hpp>

namespace ssislb {

/// A strand over the executor; the executor itself where it is a strand already, of an io_context
/// or of an any_io_executor: a strand over a strand would queue each handler twice.
/// Any thread may call it.
[[nodiscard]] boost::asio::any_io_executor serial(boost::asio::any_io_executor const&);

} // namespace ssislb
