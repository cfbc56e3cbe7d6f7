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
class row_reader {
public:
    row_reader(tds::row_set const& set, std::size_t row) noexcept
        : set_(set)
        , row_(row) {}

    [[nodiscard]] std::optional<std::int32_t> number(std::string_view column) const;
    [[nodiscard]] std::int32_t number_or(std::string_view column, std::int32_t otherwise) const;
    /// Empty when NULL.
    [[nodiscard]] std::string text(std::string_view column) const;
    [[nodiscard]] std::optional<server_time> time(std::string_view column) const;
    /// All zero when NULL.
    [[nodiscard]] guid id(std::string_view column) const;
    /// A pair of integers, YYYYMMDD and HHMMSS.
    [[nodiscard]] std::optional<server_time> instant(std::string_view date_column,
                                                     std::string_view time_column) const;

private:
    tds::row_set const& set_;
    std::size_t row_;
};

/// The first set that has the column, or null.
[[nodiscard]] tds::row_set const* set_with(tds::result const&, std::string_view column) noexcept;

} // namespace ssislb::detail
