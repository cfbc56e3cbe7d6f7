#include <ssislb/base/local_time.hpp>

#include <chrono>
#include <ctime>

namespace ssislb {

milliseconds utc_offset(timestamp at) {
    auto const seconds = static_cast<std::time_t>(
        std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
    std::tm local{};
    localtime_r(&seconds, &local);
    return std::chrono::seconds(local.tm_gmtoff);
}

} // namespace ssislb
