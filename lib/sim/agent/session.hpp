// One logged-in connection of an instance.
#pragma once

#include "sim/agent/world.hpp"
#include "sim/sql/routine.hpp"
#include "sim/sql/service.hpp"
#include "sim/sql/session_state.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

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
    [[nodiscard]] sql::response resume() override;
    void cancel() override { request_.reset(); }
    void reset() override;

private:
    /// A request that has begun and not ended.
    struct request {
        explicit request(std::variant<sql::call, sql::batch> what)
            : asked{std::move(what)} {}

        std::variant<sql::call, sql::batch> asked;
        sql::response answer{};
        routine_stack stack{};
        std::optional<routine<bool>> whole{};
    };

    [[nodiscard]] sql::response begin(std::variant<sql::call, sql::batch> asked);
    [[nodiscard]] sql::response go_on(world& world);
    routine<bool> run(world& world, request& of);

    locked in_world_;
    session_state state_;
    std::unique_ptr<request> request_;
};

} // namespace ssislb::sim::detail
