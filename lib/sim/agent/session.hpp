// One logged-in connection of an instance.
#pragma once

#include "sim/agent/world.hpp"
#include "sim/sql/service.hpp"
#include "sim/sql/session_state.hpp"

#include <functional>
#include <string>
#include <utility>

namespace ssislb::sim::detail {

class session final : public sql::session {
public:
    /// Runs a function under the instance's lock.
    using locked = std::function<void(std::function<void(detail::world&)> const&)>;

    session(locked in_world, session_state state)
        : in_world_{std::move(in_world)}
        , state_{std::move(state)} {}

    [[nodiscard]] std::string database() const override { return state_.database; }
    [[nodiscard]] sql::response execute(sql::call const&) override;
    [[nodiscard]] sql::response execute(sql::batch const&) override;
    void reset() override;

private:
    locked in_world_;
    session_state state_;
};

} // namespace ssislb::sim::detail
