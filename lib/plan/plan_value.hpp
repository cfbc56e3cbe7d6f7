// A plan file as a tree of values that know their place. Owes nothing to the TOML library.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ssislb::detail {

/// Both from 1.
struct source_position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;

    auto operator<=>(source_position const&) const = default;
};

struct plan_value;
struct plan_entry;

using plan_array = std::vector<plan_value>;
using plan_table = std::vector<plan_entry>;

/// A value that no key of a plan takes: dates, times, deep nests.
struct plan_other {
    std::string_view kind;
};

struct plan_value {
    source_position at;
    std::variant<plan_other, std::string, std::int64_t, double, bool, plan_array, plan_table> data;
};

struct plan_entry {
    std::string key;
    source_position at;
    plan_value value;
    /// A mistake has been reported here: what follows from it is not reported as well.
    bool broken = false;
};

/// Null if the table has no such key.
[[nodiscard]] plan_entry* find_entry(plan_table& table, std::string_view key) noexcept;
[[nodiscard]] plan_entry const* find_entry(plan_table const& table, std::string_view key) noexcept;

/// What the value is, for a reader of mistakes: "a string", "an array".
[[nodiscard]] std::string_view kind_of(plan_value const&) noexcept;

} // namespace ssislb::detail
