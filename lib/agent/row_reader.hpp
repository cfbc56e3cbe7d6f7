// Cells of one result set by column name, as the types that the model has.
#pragma once

#include <ssislb/base/guid.hpp>
#include <ssislb/base/time.hpp>
#include <ssislb/tds/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssislb::detail {

/// One row. The set must outlive it.
///
/// A column is named, or given by the position that was looked up once for all rows of its set.
class row_reader {
public:
    class column {
    public:
        // Implicit: either is as good a way to say which column.
        column(char const* name) noexcept
            : name_(name) {}
        column(std::optional<std::size_t> position) noexcept
            : position_(position) {}

        [[nodiscard]] std::optional<std::size_t> in(tds::row_set const& set) const noexcept {
            return name_ != nullptr ? set.column(name_) : position_;
        }

    private:
        char const* name_ = nullptr;
        std::optional<std::size_t> position_;
    };

    row_reader(tds::row_set const& set, std::size_t row) noexcept
        : set_(set)
        , row_(row) {}

    [[nodiscard]] std::optional<std::int32_t> number(column) const;
    [[nodiscard]] std::int32_t number_or(column, std::int32_t otherwise) const;
    /// Empty when NULL.
    [[nodiscard]] std::string text(column) const;
    [[nodiscard]] std::optional<server_time> time(column) const;
    /// All zero when NULL.
    [[nodiscard]] guid id(column) const;
    /// A pair of integers, YYYYMMDD and HHMMSS.
    [[nodiscard]] std::optional<server_time> instant(column date, column time) const;

private:
    tds::row_set const& set_;
    std::size_t row_;
};

/// The first set that has the column, or null.
[[nodiscard]] tds::row_set const* set_with(tds::result const&, std::string_view column) noexcept;

} // namespace ssislb::detail
