// The strand on which an object of ours does its work.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/strand.hpp>

namespace ssislb {

/// What is posted to it runs one after the other.
using serial_executor = boost::asio::strand<boost::asio::any_io_executor>;

/// A strand over the executor; the executor itself where it is such a strand already, for a strand
/// over a strand would queue each handler twice. Any thread may call it.
[[nodiscard]] serial_executor serial(boost::asio::any_io_executor const&);

} // namespace ssislb
