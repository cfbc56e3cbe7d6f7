#include "tds/context_gate.hpp"

#include "tds/connection_core.hpp"

#include <utility>

namespace ssislb::tds::detail {
namespace {

class gate_service final : public boost::asio::execution_context::service {
public:
    using key_type = gate_service;
    static boost::asio::execution_context::id id;

    explicit gate_service(boost::asio::execution_context& context)
        : service(context) {}

    [[nodiscard]] std::shared_ptr<context_gate> const& gate() const noexcept { return gate_; }

private:
    void shutdown() override { gate_->close(); }

    std::shared_ptr<context_gate> gate_ = std::make_shared<context_gate>();
};

boost::asio::execution_context::id gate_service::id;

} // namespace

std::shared_ptr<context_gate> context_gate::of(boost::asio::execution_context& context) {
    return boost::asio::use_service<gate_service>(context).gate();
}

void context_gate::add(std::shared_ptr<connection_core> const& core) {
    std::lock_guard const lock(mutex_);
    cores_.emplace(core.get(), core);
}

void context_gate::remove(connection_core const* core) {
    std::lock_guard const lock(mutex_);
    cores_.erase(core);
}

void context_gate::close() {
    decltype(cores_) left;
    {
        std::lock_guard const lock(mutex_);
        open_ = false;
        left = std::exchange(cores_, {});
    }
    for (auto const& [address, weak] : left)
        if (auto core = weak.lock())
            core->abandon();
}

} // namespace ssislb::tds::detail
