// A procedure: its parameters as declared, and what its body sees.
#pragma once

#include "sim/agent/world.hpp"
#include "sim/sql/conversion.hpp"
#include "sim/sql/messages.hpp"
#include "sim/sql/request.hpp"
#include "sim/sql/response.hpp"
#include "sim/sql/session_state.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::sim::detail {

/// A parameter as CREATE PROCEDURE declares it.
struct formal {
    std::string_view name;
    sql::type_of type;
    enum class use : std::uint8_t { optional, required, output } kind = use::optional;
    /// Of an integer; text parameters default to NULL or, where it counts, in the body.
    std::optional<std::int64_t> default_value{};
};

/// The values of a call, converted, by the names of the formals.
class arguments {
public:
    explicit arguments(std::span<formal const> formals);

    [[nodiscard]] bool given(std::string_view name) const { return !sql::is_null((*this)[name]); }
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
    [[nodiscard]] std::optional<guid> id(std::string_view name) const;
    [[nodiscard]] std::optional<server_time> moment(std::string_view name) const;
    /// Preconditions: a formal has the name.
    [[nodiscard]] sql::value const& operator[](std::string_view name) const;

    void set(std::string_view name, sql::value value);
    void set(std::size_t position, sql::value value) { values_[position] = std::move(value); }
    [[nodiscard]] sql::value const& at(std::size_t position) const { return values_[position]; }

private:
    [[nodiscard]] std::size_t position_of(std::string_view name) const;

    std::span<formal const> formals_;
    std::vector<sql::value> values_;
};

/// Where a body runs: the world, the session, and the answer so far.
class frame {
public:
    frame(detail::world& world, session_state& session, std::vector<sql::item>& answer,
          std::string_view procedure)
        : world_{world}
        , session_{session}
        , answer_{answer}
        , procedure_{procedure} {}

    [[nodiscard]] detail::world& world() const noexcept { return world_; }
    [[nodiscard]] session_state& session() const noexcept { return session_; }
    [[nodiscard]] login_spec const& caller() const noexcept { return session_.login; }
    [[nodiscard]] std::vector<sql::item>& answer() const noexcept { return answer_; }

    /// Says it in the procedure's own name, and gives 1, the usual return value after an error.
    int raise(std::int32_t number, std::initializer_list<std::string_view> arguments = {}) const;
    /// In the name of a procedure that this one calls.
    int raise_in(std::string_view helper, std::int32_t number,
                 std::initializer_list<std::string_view> arguments = {},
                 std::int32_t line = 1) const;
    void print(std::string text) const;
    void send(sql::result_set rows) const;

private:
    void say(sql::item item) const;

    detail::world& world_;
    session_state& session_;
    std::vector<sql::item>& answer_;
    std::string_view procedure_;
};

struct procedure {
    std::string_view name;
    std::span<formal const> formals;
    /// The return value.
    int (*body)(frame const&, arguments&);
};

/// A procedure of msdb; null: there is none of that name.
[[nodiscard]] procedure const* find_procedure(std::string_view name) noexcept;

} // namespace ssislb::sim::detail
