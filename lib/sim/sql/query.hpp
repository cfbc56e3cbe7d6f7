// A SELECT as it runs: its tables joined, its conditions tested on each row where it lies.
#pragma once

#include "sim/sql/evaluator.hpp"
#include "sim/sql/syntax.hpp"

#include <cstddef>
#include <functional>
#include <limits>
#include <vector>

namespace ssislb::sim::detail {

class query {
public:
    struct column {
        sql::type_of type;
        bool nullable = true;
    };
    /// The value of a select item in the row that the query stands at.
    using item_reader = std::function<typed_value(std::size_t item)>;
    /// False: no further row is wanted.
    using row_visitor = std::function<bool(item_reader const&)>;

    /// Throws sql_failure when a table is missing or may not be read. All must outlive it.
    query(sql::select_statement const& select, statement_context& context,
          row_scope const* outer = nullptr);

    /// Of the select items, whether there are rows or not.
    [[nodiscard]] std::vector<column> columns();
    void each_row(row_visitor const& visit);

private:
    struct sorted_row {
        std::vector<typed_value> items;
        std::vector<sql::value> keys;
    };

    [[nodiscard]] std::size_t row_limit() const;
    [[nodiscard]] bool all_hold(std::vector<sql::expression> const& conditions) const;
    bool walk(std::size_t source, std::function<bool()> const& visit);
    void aggregate();
    [[nodiscard]] typed_value empty_aggregate(sql::expression const&) const;
    void add_to(typed_value& aggregate, sql::expression const&) const;
    [[nodiscard]] std::vector<sorted_row> sorted();
    [[nodiscard]] bool sorts_before(sorted_row const& left, sorted_row const& right) const;

    sql::select_statement const& select_;
    statement_context& context_;
    row_scope rows_;
    evaluator here_;
};

/// The values of its first item, of no more than so many rows.
[[nodiscard]] subquery_rows first_column(query of, std::size_t most);

} // namespace ssislb::sim::detail
