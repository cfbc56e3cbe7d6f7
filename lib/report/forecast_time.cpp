#include "report/forecast_time.hpp"

#include <array>
#include <chrono>
#include <ctime>

namespace ssislb::detail {
namespace {

std::tm local(timestamp at) {
    std::time_t const seconds =
        std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    std::tm fields{};
    ::localtime_r(&seconds, &fields);
    return fields;
}

} // namespace

std::string show_time(milliseconds length, milliseconds makespan) {
    if (makespan < std::chrono::minutes(2))
        return format_duration(length);
    return format_duration(std::chrono::round<std::chrono::seconds>(length));
}

std::string show_clock(timestamp at, timestamp today, milliseconds makespan) {
    auto const fields = local(at);
    auto const other = local(today);
    bool const same_day = fields.tm_yday == other.tm_yday && fields.tm_year == other.tm_year;
    std::string const day = same_day                          ? ""
                            : fields.tm_year == other.tm_year ? "%a %d %b "
                                                              : "%a %d %b %Y ";
    auto const format = day + (makespan < std::chrono::minutes(10) ? "%H:%M:%S" : "%H:%M");
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format.c_str(), &fields)};
}

} // namespace ssislb::detail
