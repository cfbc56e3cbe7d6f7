// The strand on which an object of ours does its work.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/wait_traits.hpp>

#include <chrono>

namespace ssislb {

/// What is posted to it runs one after the other.
using serial_executor = boost::asio::strand<boost::asio::any_io_executor>;

/// A steady_timer of that strand.
using serial_timer =
    boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                      boost::asio::wait_traits<std::chrono::steady_clock>,
                                      serial_executor>;

/// A strand over the executor; the executor itself where it is such a strand already, for a strand
/// over a strand would queue each handler twice. Any thread may call it.
[[nodiscard]] serial_executor serial(boost::asio::any_io_executor const&);

} // namespace ssislb
