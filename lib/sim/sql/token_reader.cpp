#include "sim/sql/token_reader.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/messages.hpp"

#include <algorithm>
#include <array>

namespace ssislb::sim::sql {
namespace {

constexpr std::array<std::string_view, 18> beginnings{
    "begin", "break", "commit", "continue", "declare", "else", "end", "exec",    "execute",
    "if",    "print", "return", "rollback", "select",  "set",  "use", "waitfor", "while"};

constexpr std::array<std::string_view, 36> other_keywords{
    "and",   "as",   "between", "by",     "case", "cross",       "except",    "exists", "for",
    "from",  "full", "group",   "having", "in",   "inner",       "intersect", "into",   "is",
    "join",  "left", "like",    "not",    "null", "on",          "option",    "or",     "order",
    "outer", "over", "right",   "then",   "tran", "transaction", "union",     "where",  "with"};

constexpr int deepest_nesting = 256;

bool is_one_of(token const& asked, auto const& words) {
    return std::ranges::any_of(words, [&](auto word) { return asked.is_word(word); });
}

} // namespace

token const& token_reader::peek(std::size_t ahead) const noexcept {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

token const& token_reader::take() noexcept {
    auto const& taken = peek();
    at_ = std::min(at_ + 1, tokens_.size() - 1);
    return taken;
}

bool token_reader::accept_word(std::string_view keyword) noexcept {
    if (!peek().is_word(keyword))
        return false;
    take();
    return true;
}

bool token_reader::accept_symbol(std::string_view symbol) noexcept {
    if (!peek().is_symbol(symbol))
        return false;
    take();
    return true;
}

void token_reader::expect_word(std::string_view keyword) {
    if (!accept_word(keyword))
        fail();
}

void token_reader::expect_symbol(std::string_view symbol) {
    if (!accept_symbol(symbol))
        fail();
}

std::string token_reader::expect_name() {
    auto const kind = peek().kind;
    if (kind != token_kind::word && kind != token_kind::quoted_name)
        fail();
    if (is_one_of(peek(), beginnings))
        fail();
    return take().text;
}

std::string token_reader::expect_variable() {
    if (peek().kind != token_kind::variable)
        fail();
    return take().text;
}

std::string token_reader::expect_object_name() {
    std::string name;
    while (true) {
        auto const& next = peek();
        bool const part = next.kind == token_kind::word || next.kind == token_kind::quoted_name;
        if (part) {
            name += next.raw;
            take();
        }
        if (!accept_symbol(".")) {
            if (!part)
                fail();
            return name;
        }
        name += '.';
    }
}

token const& token_reader::blamed() const noexcept {
    // At the end of the batch the server blames the last token.
    return at_end() && at_ > 0 ? tokens_[at_ - 1] : peek();
}

void token_reader::fail() const {
    bool const keyword = is_one_of(blamed(), beginnings) || is_one_of(blamed(), other_keywords);
    fail(keyword ? 156 : 102);
}

void token_reader::fail(std::int32_t number) const {
    auto const kind = blamed().kind;
    bool const is_text = kind == token_kind::text || kind == token_kind::national_text;
    std::string_view const near = is_text ? std::string_view{blamed().text} : blamed().raw;
    throw syntax_error{make_message(number, {near}, {}, 1)};
}

nesting_level::nesting_level(token_reader& reader)
    : reader_{reader} {
    if (++reader_.depth_ > deepest_nesting)
        throw syntax_error{make_message(191, {}, {}, 1)};
}

bool token_reader::at_statement() const noexcept {
    return is_one_of(peek(), beginnings);
}

bool token_reader::at_keyword() const noexcept {
    return is_one_of(peek(), other_keywords) && !peek().is_word("null");
}

} // namespace ssislb::sim::sql
