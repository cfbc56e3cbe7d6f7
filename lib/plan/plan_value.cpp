#include "plan/plan_value.hpp"

#include <algorithm>
#include <array>

namespace ssislb::detail {

plan_entry const* find_entry(plan_table const& table, std::string_view key) noexcept {
    auto const found = std::ranges::find(table, key, &plan_entry::key);
    return found == table.end() ? nullptr : &*found;
}

plan_entry* find_entry(plan_table& table, std::string_view key) noexcept {
    auto const found = std::ranges::find(table, key, &plan_entry::key);
    return found == table.end() ? nullptr : &*found;
}

std::string_view kind_of(plan_value const& value) noexcept {
    static constexpr std::array<std::string_view, 7> kinds{
        "", "a string", "a whole number", "a fraction", "true or false", "an array", "a table"};
    if (auto const* other = std::get_if<plan_other>(&value.data))
        return other->kind;
    return kinds[value.data.index()];
}

} // namespace ssislb::detail
