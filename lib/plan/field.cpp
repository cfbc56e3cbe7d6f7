#include "plan/field.hpp"

#include <ssislb/base/nearest_name.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ssislb::detail {

void mend_unknown_keys(plan_table& table, std::span<std::string_view const> known,
                       std::string_view what, mistake_sink& mistakes) {
    for (auto& entry : table) {
        if (std::ranges::find(known, entry.key) != known.end())
            continue;
        auto const near = nearest_name(entry.key, known);
        auto const advice = near ? fmt::format("did you mean {}?", *near)
                                 : fmt::format("its keys are {}", fmt::join(known, ", "));
        mistakes.add(entry, entry.at, fmt::format("{} has no key {}; {}", what, entry.key, advice));
        if (near && find_entry(table, *near) == nullptr)
            entry.key = *near;
    }
}

} // namespace ssislb::detail
