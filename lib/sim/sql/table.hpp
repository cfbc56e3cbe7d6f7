// A table that a query may read: its columns, and a way through its rows.
#pragma once

#include "sim/sql/scan_bounds.hpp"
#include "sim/sql/value.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace ssislb::sim::detail {

struct session_state;
struct world;

/// Stands before the first row at first. It looks at the world itself: nothing is copied but the
/// values that are asked for.
class cursor {
public:
    virtual ~cursor() = default;
    /// False: there are no more rows.
    virtual bool next() = 0;
    [[nodiscard]] virtual sql::value cell(std::size_t column) const = 0;

protected:
    cursor() = default;
    cursor(cursor const&) = default;
    cursor& operator=(cursor const&) = default;
};

/// What a login needs to read a table.
enum class read_right : std::uint8_t { select_in_msdb, view_server_state };

struct table {
    std::string_view schema;
    std::string_view name;
    read_right needs;
    std::vector<sql::column> const& (*columns)();
    /// Rows outside the bounds may be left out.
    std::unique_ptr<cursor> (*open)(world const&, session_state const&, scan_bounds const&);
};

/// A column with the way from a row to its value.
template <class Row>
struct table_column {
    sql::column what;
    sql::value (*of)(Row const&);
};

template <class Row>
[[nodiscard]] std::vector<sql::column> described(std::vector<table_column<Row>> const& columns) {
    std::vector<sql::column> result;
    for (auto const& each : columns)
        result.push_back(each.what);
    return result;
}

/// The same for a table: of the columns that the function gives, once.
template <auto columns>
[[nodiscard]] std::vector<sql::column> const& described_once() {
    static auto const all = described(columns());
    return all;
}

/// A cursor over what Walk finds: `bool next(Row&)`.
template <class Row, class Walk>
class walking_cursor final : public cursor {
public:
    walking_cursor(std::vector<table_column<Row>> const& columns, Walk walk)
        : columns_{columns}
        , walk_{std::move(walk)} {}

    bool next() override { return walk_.next(row_); }
    [[nodiscard]] sql::value cell(std::size_t column) const override {
        return columns_[column].of(row_);
    }

private:
    std::vector<table_column<Row>> const& columns_;
    Walk walk_;
    Row row_{};
};

/// By the name that a text uses, whatever the database it runs in; null: there is none.
[[nodiscard]] table const* find_table(std::string_view name_as_written);

} // namespace ssislb::sim::detail
