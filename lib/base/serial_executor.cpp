#include <ssislb/base/serial_executor.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

namespace ssislb {

namespace asio = boost::asio;

asio::any_io_executor serial(asio::any_io_executor const& executor) {
    bool const is_strand =
        executor.target<asio::strand<asio::any_io_executor>>() != nullptr ||
        executor.target<asio::strand<asio::io_context::executor_type>>() != nullptr;
    return is_strand ? executor : asio::any_io_executor(asio::make_strand(executor));
}

} // namespace ssislb
