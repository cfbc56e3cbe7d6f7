// Which variables of the environment are warned of.
#include "support/catch.hpp"

#include <ssislb/tds/environment.hpp>

#include <cstdlib>

using namespace ssislb;

TEST_CASE("nothing is said of an environment that does no harm", "[tds][environment]") {
    ::setenv("TDSDUMP", "", 1);
    CHECK(tds::environment_warnings().empty());
    ::unsetenv("TDSDUMP");
    CHECK(tds::environment_warnings().empty());
}

TEST_CASE("a variable that lets secrets out is told with the file it names", "[tds][environment]") {
    for (std::string const name : {"TDSDUMP", "TDSDUMPCONFIG", "SSLKEYLOGFILE"}) {
        ::setenv(name.c_str(), "/tmp/leak", 1);
        auto const told = tds::environment_warnings();
        ::unsetenv(name.c_str());
        CAPTURE(name);
        REQUIRE(told.size() == 1);
        CHECK(told.front().find(name + " (/tmp/leak)") != std::string::npos);
    }
}
