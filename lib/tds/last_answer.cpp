#include "tds/last_answer.hpp"

#include <algorithm>
#include <utility>

namespace ssislb::tds::detail {

std::span<std::size_t const> last_answer::columns(dblib_process& process,
                                                  std::span<std::string_view const> wanted) {
    auto const count = process.column_count();
    if (is_like_last(process, wanted, count))
        return columns_;
    wanted_ = wanted;
    count_ = count;
    columns_.clear();
    for (std::size_t i = 0; i < count; ++i)
        if (wanted.empty() || std::ranges::find(wanted, process.column_name(i)) != wanted.end())
            columns_.push_back(i);
    std::vector<std::string> names;
    names.reserve(columns_.size());
    for (auto const each : columns_)
        names.emplace_back(process.column_name(each));
    names_ = std::make_shared<std::vector<std::string> const>(std::move(names));
    return columns_;
}

/// Its columns are where they were, and no other can be wanted: all wanted ones are among them, for
/// one that has moved leaves its place, or all that there are.
bool last_answer::is_like_last(dblib_process& process, std::span<std::string_view const> wanted,
                               std::size_t count) const {
    bool const same_wish = wanted.data() == wanted_.data() && wanted.size() == wanted_.size();
    if (wanted.empty() || !same_wish || count != count_)
        return false;
    if (columns_.size() != wanted.size() && columns_.size() != count)
        return false;
    return std::ranges::equal(columns_, *names_, {},
                              [&](std::size_t each) { return process.column_name(each); });
}

void last_answer::note_rows(std::size_t rows) noexcept {
    constexpr std::size_t fewest = 8;
    constexpr std::size_t most = 1024;
    rows_ = std::clamp(rows, fewest, most);
}

} // namespace ssislb::tds::detail
