#include <ssislb/tds/result.hpp>

#include <algorithm>
#include <cassert>
#include <iterator>

namespace ssislb::tds {
namespace {

char lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_name(std::string_view left, std::string_view right) noexcept {
    return std::ranges::equal(left, right, {}, lower, lower);
}

} // namespace

row_set::row_set(std::vector<std::string> columns)
    : columns_(std::move(columns)) {}

std::optional<std::size_t> row_set::column(std::string_view name) const noexcept {
    auto const found = std::ranges::find_if(
        columns_, [&](std::string const& column) { return same_name(column, name); });
    if (found == columns_.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
}

value const& row_set::at(std::size_t row, std::size_t column) const {
    assert(row < rows_ && column < columns_.size());
    return cells_[row * columns_.size() + column];
}

std::span<value const> row_set::row(std::size_t row) const {
    assert(row < rows_);
    return std::span{cells_}.subspan(row * columns_.size(), columns_.size());
}

void row_set::append(std::vector<value> cells) {
    assert(cells.size() == columns_.size());
    std::ranges::move(cells, std::back_inserter(cells_));
    ++rows_;
}

value const* result::find_output(std::string_view name) const noexcept {
    auto const found = std::ranges::find_if(
        outputs, [&](output const& candidate) { return same_name(candidate.name, name); });
    return found == outputs.end() ? nullptr : &found->content;
}

} // namespace ssislb::tds
