// Building requests.
#include "support/catch.hpp"

#include <ssislb/tds/request.hpp>

using namespace ssislb::tds;

TEST_CASE("a call is built parameter by parameter", "[tds][request]") {
    auto const call = rpc{"sp_add_job"}.in("@job_name", "load").out("@job_id", output_type::text);
    REQUIRE(call.parameters.size() == 2);
    CHECK(call.parameters[0] == parameter{"@job_name", std::string("load")});
    CHECK(call.parameters[1] == parameter{"@job_id", null_t{}, true, output_type::text});
}

TEST_CASE("quoted text cannot end its literal", "[tds][request]") {
    CHECK(quoted("") == "N''");
    CHECK(quoted("it's") == "N'it''s'");
    CHECK(quoted("'; drop table t--") == "N'''; drop table t--'");
    CHECK(quoted("''") == "N''''''");
}
