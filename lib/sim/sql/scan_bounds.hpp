// What a query's conditions say about a table's rows before any row has been looked at.
#pragma once

#include "sim/sql/value.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <vector>

namespace ssislb::sim::detail {

/// Every wanted row has, in at least one of the columns, this value or (at_least) a later one.
struct scan_bound {
    enum class relation : std::uint8_t { equal, at_least } is = relation::equal;
    std::vector<std::size_t> columns;
    sql::value value;
};

/// All of them hold. They only help to find rows: the conditions themselves are tested on each.
class scan_bounds {
public:
    void add(scan_bound bound) { bounds_.push_back(std::move(bound)); }

    /// The value that the column must have, if it must have one.
    template <class Value>
    [[nodiscard]] std::optional<Value> equal_to(std::size_t column) const {
        for (auto const& each : bounds_)
            if (each.is == scan_bound::relation::equal && each.columns.front() == column)
                if (auto const* const value = std::get_if<Value>(&each.value))
                    return *value;
        return std::nullopt;
    }

    /// The value that one of these columns at least must reach, if one must.
    template <class Value>
    [[nodiscard]] std::optional<Value> at_least(std::initializer_list<std::size_t> columns) const {
        for (auto const& each : bounds_)
            if (each.is == scan_bound::relation::at_least && within(each.columns, columns))
                if (auto const* const value = std::get_if<Value>(&each.value))
                    return *value;
        return std::nullopt;
    }

private:
    static bool within(std::vector<std::size_t> const& some,
                       std::initializer_list<std::size_t> all) {
        return std::ranges::all_of(
            some, [&](std::size_t each) { return std::ranges::find(all, each) != all.end(); });
    }

    std::vector<scan_bound> bounds_;
};

} // namespace ssislb::sim::detail
