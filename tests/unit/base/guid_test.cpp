// Tests of uniqueidentifiers.
#include "support/catch.hpp"

#include <ssislb/base/guid.hpp>

#include <cstdint>
#include <random>
#include <unordered_set>

using ssislb::guid;
using ssislb::parse_guid;

namespace {

guid counting_bytes() {
    guid id;
    for (std::size_t i = 0; i < id.bytes.size(); ++i)
        id.bytes[i] = static_cast<std::byte>(i);
    return id;
}

} // namespace

TEST_CASE("a guid is written with its first three groups reversed", "[base][guid]") {
    CHECK(to_string(counting_bytes()) == "03020100-0504-0706-0809-0A0B0C0D0E0F");
    CHECK(to_string(guid{}) == "00000000-0000-0000-0000-000000000000");
}

TEST_CASE("a guid is read in either case, with or without braces", "[base][guid]") {
    CHECK(parse_guid("03020100-0504-0706-0809-0A0B0C0D0E0F") == counting_bytes());
    CHECK(parse_guid("03020100-0504-0706-0809-0a0b0c0d0e0f") == counting_bytes());
    CHECK(parse_guid("{03020100-0504-0706-0809-0A0B0C0D0E0F}") == counting_bytes());
}

TEST_CASE("what is no guid is not read", "[base][guid]") {
    auto const* const text = GENERATE(
        "", "{}", "03020100-0504-0706-0809-0A0B0C0D0E0", "03020100-0504-0706-0809-0A0B0C0D0E0F0",
        "03020100050407060809 0A0B0C0D0E0F0000", "03020100-0504-0706-0809-0A0B0C0D0E0G",
        "03020100-0504-0706-08090-A0B0C0D0E0F", "{03020100-0504-0706-0809-0A0B0C0D0E0F",
        "(03020100-0504-0706-0809-0A0B0C0D0E0F)", " 3020100-0504-0706-0809-0A0B0C0D0E0F");
    CAPTURE(text);
    CHECK_FALSE(parse_guid(text));
}

TEST_CASE("any guid survives being written and read", "[base][guid]") {
    auto const seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::unordered_set<guid> seen;
    for (int round = 0; round < 1000; ++round) {
        guid id;
        for (auto& byte : id.bytes)
            byte = static_cast<std::byte>(random() & 0xFF);
        REQUIRE(parse_guid(to_string(id)) == id);
        seen.insert(id);
    }
    CHECK(seen.size() == 1000);
}
