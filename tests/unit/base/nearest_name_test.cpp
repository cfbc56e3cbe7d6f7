// Tests of the name that somebody probably meant.
#include "support/catch.hpp"

#include <ssislb/base/nearest_name.hpp>

#include <array>
#include <string>

using ssislb::nearest_name;

namespace {

constexpr std::array<std::string_view, 5> keys{"name", "retries", "retry_delay", "timeout",
                                               "after_failure"};

} // namespace

TEST_CASE("one slip of the pen is understood", "[base][nearest_name]") {
    CHECK(nearest_name("retires", keys) == "retries");  // two letters swapped
    CHECK(nearest_name("tmeout", keys) == "timeout");   // one missing
    CHECK(nearest_name("timeoutt", keys) == "timeout"); // one too many
    CHECK(nearest_name("nane", keys) == "name");        // one wrong
    CHECK(nearest_name("TimeOut", keys) == "timeout");  // another case
    CHECK(nearest_name("after_failed", keys) == "after_failure");
}

TEST_CASE("a name that is far from all has no neighbour", "[base][nearest_name]") {
    CHECK_FALSE(nearest_name("color", keys));
    CHECK_FALSE(nearest_name("", keys));
    CHECK_FALSE(nearest_name("eman", keys));
    CHECK_FALSE(nearest_name("name", {}));
}

TEST_CASE("the nearest name wins, the first one of equals", "[base][nearest_name]") {
    std::array<std::string_view, 3> const servers{"etl03", "etl01", "etl02"};
    CHECK(nearest_name("etl10", servers) == "etl01");
    CHECK(nearest_name("etl04", servers) == "etl03");
    CHECK(nearest_name("etl02", servers) == "etl02");
}

TEST_CASE("a very long name is not compared", "[base][nearest_name]") {
    std::string const text(5000, 'x');
    std::array<std::string_view, 1> const names{text};
    CHECK_FALSE(nearest_name(text, names));
}
