// A TDS server on a loopback port in front of a simulated instance.
#include "sim/server/listener.hpp"
#include "sim/sql/service_of.hpp"

#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>

#include <utility>

namespace ssislb::sim {

namespace {

/// The service lives as long as its instance.
std::shared_ptr<sql::service> share_service(std::shared_ptr<instance> owner) {
    auto& service = detail::service_of(*owner);
    return {std::move(owner), &service};
}

} // namespace

simulated_server::simulated_server(boost::asio::any_io_executor executor,
                                   std::shared_ptr<sim::instance> instance, listen_options options)
    : listener_(std::make_shared<detail::listener>(
          std::move(executor), share_service(std::move(instance)), std::move(options))) {}

simulated_server::~simulated_server() {
    if (listener_)
        listener_->stop();
}

simulated_server::simulated_server(simulated_server&&) noexcept = default;

simulated_server& simulated_server::operator=(simulated_server&& other) noexcept {
    if (this != &other) {
        if (listener_)
            listener_->stop();
        listener_ = std::move(other.listener_);
    }
    return *this;
}

void simulated_server::start() {
    listener_->start();
}

void simulated_server::stop() {
    listener_->stop();
}

std::uint16_t simulated_server::port() const noexcept {
    return listener_->port();
}

server_counters simulated_server::counters() const noexcept {
    return listener_->counters();
}

} // namespace ssislb::sim
