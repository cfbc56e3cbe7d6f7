#include <ssislb/base/serial_executor.hpp>

namespace ssislb {

serial_executor serial(boost::asio::any_io_executor const& executor) {
    auto const* given = executor.target<serial_executor>();
    return given != nullptr ? *given : serial_executor(executor);
}

} // namespace ssislb
