// Local time, where clocks are changed.
#include "support/catch.hpp"

#include <ssislb/base/local_time.hpp>

#include <cstdlib>
#include <ctime>
#include <string>

using namespace ssislb;
using namespace std::chrono_literals;
using namespace std::chrono;

namespace {

constexpr timestamp utc(year_month_day day, ssislb::milliseconds time) {
    return sys_days(day) + time;
}

/// The process's zone, until the object goes.
class zone_setting {
public:
    explicit zone_setting(char const* zone) {
        if (char const* now = std::getenv("TZ"))
            before_ = now;
        ::setenv("TZ", zone, 1);
        ::tzset();
    }
    ~zone_setting() {
        before_.empty() ? ::unsetenv("TZ") : ::setenv("TZ", before_.c_str(), 1);
        ::tzset();
    }
    zone_setting(zone_setting const&) = delete;
    zone_setting& operator=(zone_setting const&) = delete;

private:
    std::string before_;
};

} // namespace

TEST_CASE("a zone without changes is ahead of UTC by its offset", "[base][zone]") {
    local_zone const zone{2h};
    auto const noon = utc(2026y / 11 / 25, 12h);
    CHECK(zone.to_local(noon) == local_days(2026y / 11 / 25) + 14h);
    CHECK(zone.to_utc(local_days(2026y / 11 / 25) + 14h) == noon);
    CHECK(local_zone{-5h}.to_utc(local_days(2026y / 11 / 25) + 22h) == utc(2026y / 11 / 26, 3h));
}

TEST_CASE("an offset holds until the next change", "[base][zone]") {
    auto const at = utc(2026y / 10 / 25, 1h);
    local_zone const zone{2h, {{at, 1h}}};
    CHECK(zone.offset_at(at - 1ms) == 2h);
    CHECK(zone.offset_at(at) == 1h);
}

TEST_CASE("the machine's zone is known with its changes of a year", "[base][zone]") {
    // As POSIX writes it: no file of zones is needed.
    zone_setting const berlin("CET-1CEST,M3.5.0,M10.5.0/3");
    auto const zone = zone_of_machine(utc(2026y / 11 / 25, 12h));
    CHECK(zone == local_zone{1h, {{utc(2027y / 3 / 28, 1h), 2h}, {utc(2027y / 10 / 31, 1h), 1h}}});
    // What was changed a week ago may be asked for, too.
    CHECK(zone_of_machine(utc(2026y / 10 / 28, 12h)).changes.front() ==
          local_zone::change{utc(2026y / 10 / 25, 1h), 1h});
}
