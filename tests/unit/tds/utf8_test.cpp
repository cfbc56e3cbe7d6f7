// What counts as UTF-8.
#include "support/catch.hpp"
#include "tds/utf8.hpp"

using ssislb::tds::detail::valid_utf8;

TEST_CASE("well formed text of every length is accepted", "[tds][utf8]") {
    for (char const* text : {"", "a", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                             "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        CHECK(valid_utf8(text));
}

TEST_CASE("overlong forms, surrogates and what lies beyond Unicode are refused", "[tds][utf8]") {
    for (char const* text : {"\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
                             "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"})
        CHECK_FALSE(valid_utf8(text));
}

TEST_CASE("letters that end too soon or have no beginning are refused", "[tds][utf8]") {
    for (char const* text : {"\xC3", "\xE2\x82", "\xF0\x9F\x98", "a\xC3", "\x80", "\xC3\x28"})
        CHECK_FALSE(valid_utf8(text));
}
