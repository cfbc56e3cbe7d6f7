// What a call gave back: result sets, return status, output parameters, messages.
#pragma once

#include <ssislb/base/diagnostics.hpp>
#include <ssislb/tds/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::tds {

/// One result set. Cells lie row after row in one block.
///
/// Look a column up by name once per set, then read the rows by its index:
///
///     auto const id = set.column("job_id");
///     for (std::size_t row = 0; row < set.size(); ++row)
///         if (auto const* job = set.get<guid>(row, id)) ...
///
/// Thread safety: distinct objects are safe, a shared const object is safe.
class row_set {
public:
    row_set() = default;
    explicit row_set(std::vector<std::string> columns);

    /// Names in the server's order and spelling; a column without a name has an empty one.
    [[nodiscard]] std::span<std::string const> columns() const noexcept { return columns_; }

    /// The first column of that name, ASCII letters compared without case.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const noexcept;

    /// Number of rows.
    [[nodiscard]] std::size_t size() const noexcept { return rows_; }
    [[nodiscard]] bool empty() const noexcept { return rows_ == 0; }

    /// Precondition: `row < size()` and `column < columns().size()`.
    [[nodiscard]] value const& at(std::size_t row, std::size_t column) const;

    /// The cells of a row. Precondition: `row < size()`.
    [[nodiscard]] std::span<value const> row(std::size_t row) const;

    /// The cell's content as a T, or null if the set has no such column, the cell is NULL, or it
    /// holds something else. Precondition: `row < size()`.
    template <class T>
    [[nodiscard]] T const* get(std::size_t row, std::optional<std::size_t> column) const {
        return column ? std::get_if<T>(&at(row, *column)) : nullptr;
    }

    /// Adds a row. Precondition: one cell for each column.
    void append(std::vector<value> cells);

private:
    std::vector<std::string> columns_;
    std::vector<value> cells_;
    std::size_t rows_ = 0;
};

/// An output parameter, by the name it was given in the call (with its `@`).
struct output {
    std::string name;
    value content;

    bool operator==(output const&) const = default;
};

/// A whole answer. It is filled as far as the answer came, also when the call failed.
///
/// Thread safety: distinct objects are safe, a shared const object is safe.
struct result {
    /// Sets with at least one column, in order. A set may be empty.
    std::vector<row_set> sets;
    /// Absent for a batch without EXEC, and after some errors. Zero is no proof of success.
    std::optional<std::int32_t> return_status;
    std::vector<output> outputs;
    /// Every message of the answer, PRINT and informational ones too, in order of arrival.
    diagnostics diag;

    /// The output parameter of that name, or null. ASCII letters are compared without case.
    [[nodiscard]] value const* find_output(std::string_view name) const noexcept;
};

} // namespace ssislb::tds
