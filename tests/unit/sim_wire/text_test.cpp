// UTF-8, UTF-16 and code page 1252.
#include "sim/wire/text.hpp"
#include "support/catch.hpp"

using namespace ssislb::sim::wire;

namespace {

bytes to_utf16(std::string_view text, std::size_t most = static_cast<std::size_t>(-1)) {
    bytes out;
    append_utf16(out, text, most);
    return out;
}

std::string to_cp1252_text(std::string_view text) {
    bytes out;
    append_cp1252(out, text, 100);
    return {out.begin(), out.end()};
}

} // namespace

TEST_CASE("text comes back from UTF-16 as it was", "[sim][wire][text]") {
    for (std::string const text : {"", "job", "Größe", "Ω 日本", "\U0001F600 smile", "\x7F",
                                   "\u0080", "\u07FF", "\u0800", "\uFFFF", "\U00010000"})
        CHECK(from_utf16(to_utf16(text)) == text);
}

TEST_CASE("what is no UTF-8 becomes the replacement character", "[sim][wire][text]") {
    std::string const replacement = "\uFFFD";
    CHECK(from_utf16(to_utf16("\x80")) == replacement);
    CHECK(from_utf16(to_utf16("a\xC3")) == "a" + replacement);
    CHECK(from_utf16(to_utf16("\xE2\x82")) == replacement);
    CHECK(from_utf16(to_utf16("\xC3(")) == replacement + "(");
    CHECK(from_utf16(to_utf16("\xC0\x80")) == replacement + replacement);
    CHECK(from_utf16(to_utf16("\xE0\x80\x80")) == replacement);
    CHECK(from_utf16(to_utf16("\xED\xA0\x80")) == replacement);
    CHECK(from_utf16(to_utf16("\xF4\x90\x80\x80")) == replacement);
    CHECK(from_utf16(to_utf16("\xFF")) == replacement);
}

TEST_CASE("half a pair becomes the replacement character", "[sim][wire][text]") {
    std::string const replacement = "\uFFFD";
    CHECK(from_utf16(bytes{0x3D, 0xD8}) == replacement);
    CHECK(from_utf16(bytes{0x00, 0xDE}) == replacement);
    CHECK(from_utf16(bytes{0x3D, 0xD8, 'a', 0}) == replacement + "a");
    CHECK(from_utf16(bytes{'a', 0, 'b'}) == "a");
}

TEST_CASE("a limit never cuts a pair", "[sim][wire][text]") {
    CHECK(to_utf16("a\U0001F600", 2) == bytes{'a', 0});
    CHECK(to_utf16("a\U0001F600", 3).size() == 6);
    CHECK(to_utf16("abc", 0).empty());
}

TEST_CASE("code page 1252 has its own upper half", "[sim][wire][text]") {
    CHECK(from_cp1252(bytes{'a', 0x80, 0x9F, 0xA0, 0xFF}) == "a€Ÿ\u00A0ÿ");
    CHECK(to_cp1252_text("a€Ÿ\u00A0ÿ") == "a\x80\x9F\xA0\xFF");
    CHECK(to_cp1252_text("Ω") == "?");
}
