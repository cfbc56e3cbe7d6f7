// Packets of an answer, and whether they are all there.
#include "support/catch.hpp"
#include "tds/whole_answer.hpp"

#include <cstddef>
#include <vector>

using ssislb::tds::detail::is_whole_answer;

namespace {

constexpr int tabular_result = 4;
constexpr int end_of_message = 1;

using bytes = std::vector<std::byte>;

bytes packet(int type, int status, std::size_t content) {
    auto const length = content + 8;
    bytes made(length);
    made[0] = std::byte(type);
    made[1] = std::byte(status);
    made[2] = std::byte(length >> 8U);
    made[3] = std::byte(length & 0xFFU);
    return made;
}

bytes operator+(bytes left, bytes const& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

bytes const middle = packet(tabular_result, 0, 1000);
bytes const last = packet(tabular_result, end_of_message, 20);

} // namespace

TEST_CASE("an answer is whole when its last packet has its last byte", "[tds][answer]") {
    CHECK(is_whole_answer(last));
    CHECK(is_whole_answer(middle + middle + last));
    CHECK(is_whole_answer(packet(tabular_result, end_of_message, 0)));
}

TEST_CASE("an answer that lacks a byte anywhere is not whole", "[tds][answer]") {
    auto const whole = middle + last;
    for (std::size_t length = 0; length < whole.size(); ++length)
        REQUIRE_FALSE(is_whole_answer(std::span(whole).first(length)));
    CHECK_FALSE(is_whole_answer(middle + middle));
}

TEST_CASE("what comes behind an answer is no part of it", "[tds][answer]") {
    CHECK_FALSE(is_whole_answer(last + bytes(1)));
    CHECK_FALSE(is_whole_answer(last + last));
}

TEST_CASE("of what is no packet of an answer nobody knows the end", "[tds][answer]") {
    // A record of TLS, a packet of a client, a packet shorter than its header.
    CHECK_FALSE(is_whole_answer(packet(0x17, end_of_message, 20)));
    CHECK_FALSE(is_whole_answer(packet(1, end_of_message, 20)));
    auto forged = last;
    forged[3] = std::byte(7);
    CHECK_FALSE(is_whole_answer(forged));
    forged[2] = std::byte(0xFF);
    CHECK_FALSE(is_whole_answer(forged));
}
