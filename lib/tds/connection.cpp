#include "tds/connection_core.hpp"

#include <ssislb/tds/connection.hpp>

namespace ssislb::tds {

connection::connection(executor_type executor, std::shared_ptr<runtime> shared)
    : core_(detail::connection_core::make(executor, std::move(shared))) {}

connection::connection(connection&&) noexcept = default;

connection& connection::operator=(connection&& other) noexcept {
    if (this != &other && core_)
        core_->async_close();
    core_ = std::move(other.core_);
    return *this;
}

connection::~connection() {
    if (core_)
        core_->async_close();
}

void connection::close() noexcept {
    core_->async_close();
}

bool connection::is_open() const noexcept {
    return core_->is_open();
}

connection::executor_type connection::get_executor() const noexcept {
    return core_->executor();
}

void connection::start_connect(core_pointer core, options how, milliseconds timeout,
                               handler_of<diagnostics> handler) {
    core->async_connect(std::move(how), timeout, std::move(handler));
}

void connection::start_call(core_pointer core, rpc call, milliseconds timeout,
                            handler_of<result> handler) {
    core->async_request(std::move(call), timeout, std::move(handler));
}

void connection::start_execute(core_pointer core, batch text, milliseconds timeout,
                               handler_of<result> handler) {
    core->async_request(std::move(text), timeout, std::move(handler));
}

void connection::start_wait_dead(core_pointer core, handler_of<> handler) {
    core->async_wait_dead(std::move(handler));
}

} // namespace ssislb::tds
