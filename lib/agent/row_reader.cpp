#include "agent/row_reader.hpp"

#include "agent/agent_time.hpp"

#include <utility>

namespace ssislb::detail {

std::optional<std::int32_t> row_reader::number(column from) const {
    auto const at = from.in(set_);
    if (auto const whole = set_.get<std::int64_t>(row_, at);
        whole && std::in_range<std::int32_t>(*whole))
        return static_cast<std::int32_t>(*whole);
    if (auto const flag = set_.get<bool>(row_, at))
        return *flag ? 1 : 0;
    return std::nullopt;
}

std::int32_t row_reader::number_or(column from, std::int32_t otherwise) const {
    return number(from).value_or(otherwise);
}

std::string row_reader::text(column from) const {
    return std::string(set_.get<std::string_view>(row_, from.in(set_)).value_or(""));
}

std::optional<server_time> row_reader::time(column from) const {
    return set_.get<server_time>(row_, from.in(set_));
}

guid row_reader::id(column from) const {
    return set_.get<guid>(row_, from.in(set_)).value_or(guid{});
}

std::optional<server_time> row_reader::instant(column date, column time) const {
    return decode_run_instant(number_or(date, 0), number_or(time, 0));
}

tds::row_set const* set_with(tds::result const& answer, std::string_view column) noexcept {
    for (auto const& set : answer.sets)
        if (set.column(column))
            return &set;
    return nullptr;
}

} // namespace ssislb::detail
