// What a call gave back: result sets, return status, output parameters, messages.
#pragma once

#include <ssislb/base/diagnostics.hpp>
#include <ssislb/tds/value.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::tds {

/// What a cell can be read as, without a copy.
template <class T>
concept cell_content = std::same_as<T, bool> || std::same_as<T, std::int64_t> ||
    std::same_as<T, double> || std::same_as<T, std::string_view> || std::same_as<T, guid> ||
    std::same_as<T, server_time> || std::same_as<T, std::span<std::byte const>>;

/// One result set. Cells lie row after row in one block, texts and binaries in another: a set of
/// thousands of cells takes a handful of allocations.
///
/// Look a column up by name once per set, then read the rows by its index:
///
///     auto const id = set.column("job_id");
///     for (std::size_t row = 0; row < set.size(); ++row)
///         if (auto const job = set.get<guid>(row, id)) ...
///
/// Thread safety: distinct objects are safe, a shared const object is safe.
class row_set {
public:
    row_set() = default;
    explicit row_set(std::vector<std::string> columns);
    /// Sets with the same columns may share their names. Not null.
    explicit row_set(std::shared_ptr<std::vector<std::string> const> columns);

    /// Names in the server's order and spelling; a column without a name has an empty one.
    [[nodiscard]] std::span<std::string const> columns() const noexcept {
        return names_ ? std::span<std::string const>(*names_) : std::span<std::string const>();
    }

    /// The first column of that name, ASCII letters compared without case.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const noexcept;

    /// Number of rows.
    [[nodiscard]] std::size_t size() const noexcept {
        return width_ == 0 ? 0 : cells_.size() / width_;
    }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// A number that differs when the row's cells do, but for one chance in 2^63. Odd.
    /// Precondition: `row < size()`.
    [[nodiscard]] std::uint64_t digest(std::size_t row) const noexcept;

    /// A copy. Precondition: `row < size()` and `column < columns().size()`.
    [[nodiscard]] value at(std::size_t row, std::size_t column) const;

    /// The cell's content as a T; none if the set has no such column, the cell is NULL, or it holds
    /// something else. Texts and binaries are valid until the set is changed or goes.
    /// Precondition: `row < size()`.
    template <cell_content T>
    [[nodiscard]] std::optional<T> get(std::size_t row, std::optional<std::size_t> column) const {
        if (!column)
            return std::nullopt;
        return read<T>(cells_[row * width_ + *column]);
    }

    /// Adds a row. Precondition: one cell for each column.
    void append(std::vector<value> const& cells);

    /// Adds the next cell of the row that is being made.
    void push(null_t);
    template <cell_content T>
    void push(T const& content) {
        if constexpr (std::same_as<T, std::string_view>)
            push_block(kind::text, content.data(), content.size());
        else if constexpr (std::same_as<T, std::span<std::byte const>>)
            push_block(kind::bytes, content.data(), content.size());
        else
            push_plain(kind_of<T>(), &content, sizeof content);
    }

    /// Room for so many rows.
    void reserve(std::size_t rows) { cells_.reserve(rows * width_); }

    /// Memory that the cells take.
    [[nodiscard]] std::size_t bytes() const noexcept {
        return cells_.size() * sizeof(cell) + blocks_.size();
    }

private:
    enum class kind : std::uint8_t {
        null,
        boolean,
        integer,
        real,
        text,
        identifier,
        instant,
        bytes
    };

    struct cell {
        /// Of a text or binary: where it begins.
        std::array<std::byte, 16> content;
        std::uint32_t length;
        kind is;
    };

    template <class T>
    [[nodiscard]] static constexpr kind kind_of() noexcept {
        if constexpr (std::same_as<T, bool>)
            return kind::boolean;
        else if constexpr (std::same_as<T, std::int64_t>)
            return kind::integer;
        else if constexpr (std::same_as<T, double>)
            return kind::real;
        else if constexpr (std::same_as<T, guid>)
            return kind::identifier;
        else if constexpr (std::same_as<T, server_time>)
            return kind::instant;
        else
            return std::same_as<T, std::string_view> ? kind::text : kind::bytes;
    }

    template <class T>
    [[nodiscard]] std::optional<T> read(cell const& from) const {
        if (from.is != kind_of<T>())
            return std::nullopt;
        if constexpr (std::same_as<T, std::string_view>) {
            return T(block(from), from.length);
        } else if constexpr (std::same_as<T, std::span<std::byte const>>) {
            return T(reinterpret_cast<std::byte const*>(block(from)), from.length);
        } else {
            T content{};
            std::memcpy(&content, from.content.data(), sizeof content);
            return content;
        }
    }

    [[nodiscard]] char const* block(cell const& from) const noexcept;
    void push_plain(kind, void const* content, std::size_t length);
    void push_block(kind, void const* content, std::size_t length);

    std::shared_ptr<std::vector<std::string> const> names_;
    std::size_t width_ = 0;
    std::vector<cell> cells_;
    std::string blocks_;
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
