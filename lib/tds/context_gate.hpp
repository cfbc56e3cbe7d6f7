// Lets threads of the pools post to an execution context only while it exists.
#pragma once

#include <boost/asio/execution_context.hpp>

#include <memory>
#include <mutex>
#include <unordered_map>

namespace ssislb::tds::detail {

class connection_core;

/// One per execution context. A job of a pool may end after the caller has destroyed the context;
/// it comes through here, and finds the gate closed.
///
/// Thread safety: all members are safe.
class context_gate {
public:
    [[nodiscard]] static std::shared_ptr<context_gate> of(boost::asio::execution_context&);

    /// Runs the function with the connection if both it and the context live.
    template <class Function>
    void enter(std::weak_ptr<connection_core> const& who, Function&& function) {
        std::lock_guard const lock(mutex_);
        if (!open_)
            return;
        if (auto core = who.lock())
            std::forward<Function>(function)(std::move(core));
    }

    void add(std::shared_ptr<connection_core> const&);
    void remove(connection_core const*);

    /// The context ends: nobody gets in any more, and each connection lets its handlers go.
    void close();

private:
    std::mutex mutex_;
    bool open_ = true;
    std::unordered_map<connection_core const*, std::weak_ptr<connection_core>> cores_;
};

} // namespace ssislb::tds::detail
