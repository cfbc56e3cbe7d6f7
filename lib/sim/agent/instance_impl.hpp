// The lock around a world, and what the wire speaks to.
#pragma once

#include "sim/agent/world.hpp"
#include "sim/sql/service.hpp"

#include <ssislb/sim/instance.hpp>

#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ssislb::sim {

class instance::impl final : public sql::service {
public:
    impl(instance_spec spec, std::shared_ptr<clock const> clock)
        : world_{std::move(spec), std::move(clock)} {}

    [[nodiscard]] std::string server_name() const override { return world_.spec.name; }
    [[nodiscard]] std::variant<std::unique_ptr<sql::session>, sql::login_refusal>
    log_in(sql::login const&) override;
    [[nodiscard]] bool alive() const override {
        std::lock_guard const lock{mutex_};
        return world_.alive;
    }

    /// Under the lock, once what is due has been played.
    template <class Function>
    auto with(Function function) {
        std::lock_guard const lock{mutex_};
        world_.catch_up();
        return function(world_);
    }

    template <class Function>
    auto with_job(std::string_view name, Function function) {
        return with([&](detail::world& world) {
            auto const found = world.jobs.named(name);
            if (found.empty())
                throw std::out_of_range{"no job named " + std::string{name}};
            return function(world, *found.front());
        });
    }

private:
    mutable std::mutex mutex_;
    detail::world world_;
};

} // namespace ssislb::sim
