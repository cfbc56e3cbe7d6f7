#include "agent/row_reader.hpp"

#include "agent/agent_time.hpp"

#include <utility>

namespace ssislb::detail {

std::optional<std::int32_t> row_reader::number(std::string_view column) const {
    auto const at = set_.column(column);
    if (auto const* whole = set_.get<std::int64_t>(row_, at);
        whole && std::in_range<std::int32_t>(*whole))
        return static_cast<std::int32_t>(*whole);
    if (auto const* flag = set_.get<bool>(row_, at))
        return *flag ? 1 : 0;
    return std::nullopt;
}

std::int32_t row_reader::number_or(std::string_view column, std::int32_t otherwise) const {
    return number(column).value_or(otherwise);
}

std::string row_reader::text(std::string_view column) const {
    auto const* found = set_.get<std::string>(row_, set_.column(column));
    return found != nullptr ? *found : std::string();
}

std::optional<server_time> row_reader::time(std::string_view column) const {
    auto const* found = set_.get<server_time>(row_, set_.column(column));
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

guid row_reader::id(std::string_view column) const {
    auto const* found = set_.get<guid>(row_, set_.column(column));
    return found != nullptr ? *found : guid{};
}

std::optional<server_time> row_reader::instant(std::string_view date_column,
                                               std::string_view time_column) const {
    return decode_run_instant(number_or(date_column, 0), number_or(time_column, 0));
}

tds::row_set const* set_with(tds::result const& answer, std::string_view column) noexcept {
    for (auto const& set : answer.sets)
        if (set.column(column))
            return &set;
    return nullptr;
}

} // namespace ssislb::detail
