#include "report/text_table.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::detail {

std::size_t text_width(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, is_letter_begin));
}

void text_table::add(std::vector<std::string> cells) {
    widths_.resize(std::max(widths_.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i)
        widths_[i] = std::max(widths_[i], text_width(cells[i]));
    rows_.push_back(std::move(cells));
}

void text_table::write(std::string& to) const {
    for (auto const& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            line.append(widths_[i] - text_width(row[i]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        to += line + '\n';
    }
}

} // namespace ssislb::detail
