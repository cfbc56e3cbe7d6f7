// Which job a name means.
#include "support/catch.hpp"

#include <ssislb/agent/job_directory.hpp>

using namespace ssislb;

namespace {

agent_job named(std::string name, std::uint8_t id) {
    agent_job job;
    job.id = guid{{std::byte{id}}};
    job.name = std::move(name);
    return job;
}

} // namespace

TEST_CASE("a name means the jobs that are spelled so", "[agent][directory]") {
    job_directory const jobs({named("load", 1), named("save", 2), named("load", 3)});
    CHECK(jobs.find("save").size() == 1);
    CHECK(jobs.find("load").size() == 2);
    CHECK(jobs.find("Load").empty());
    CHECK(jobs.find("nothing").empty());
}

TEST_CASE("a name is unclear when only a collation can tell", "[agent][directory]") {
    job_directory const jobs({named("ETL - Größe", 1), named("load", 2)});
    CHECK(jobs.is_unclear("etl - GRÖẞE"));
    CHECK(jobs.is_unclear("load  "));
    CHECK(jobs.is_unclear("LOAD"));
    CHECK_FALSE(jobs.is_unclear("load"));
    CHECK_FALSE(jobs.is_unclear("loads"));
    CHECK_FALSE(jobs.is_unclear(""));
}

TEST_CASE("a name that the server knows is clear from then on", "[agent][directory]") {
    job_directory jobs({named("load", 1)});
    jobs.add_alias("LOAD", guid{{std::byte{1}}});
    CHECK_FALSE(jobs.is_unclear("LOAD"));
    REQUIRE(jobs.find("LOAD").size() == 1);
    CHECK(jobs.find("LOAD").front()->name == "load");
    jobs.add_alias("Save", guid{{std::byte{9}}});
    CHECK(jobs.find("Save").empty());
}
