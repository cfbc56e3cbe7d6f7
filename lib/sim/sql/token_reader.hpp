// A place in a list of tokens, with the steps that parsers take.
#pragma once

#include "sim/sql/lexer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ssislb::sim::sql {

/// Thrown inside the parser only.
struct syntax_error {
    message said;
};

class token_reader {
public:
    /// Preconditions: the last token is `end`.
    explicit token_reader(std::vector<token> const& tokens)
        : tokens_{tokens} {}

    [[nodiscard]] token const& peek(std::size_t ahead = 0) const noexcept;
    token const& take() noexcept;
    [[nodiscard]] bool at_end() const noexcept { return peek().kind == token_kind::end; }

    bool accept_word(std::string_view keyword) noexcept;
    bool accept_symbol(std::string_view symbol) noexcept;
    void expect_word(std::string_view keyword);
    void expect_symbol(std::string_view symbol);
    /// A word or a quoted name.
    std::string expect_name();
    std::string expect_variable();
    /// `a.b.c`, quotes and brackets kept for parse_object_name.
    std::string expect_object_name();

    /// Says 102 or 156 about the next token.
    [[noreturn]] void fail() const;
    /// Says another message that names the place, such as 4145.
    [[noreturn]] void fail(std::int32_t number) const;
    /// A word with which a statement begins.
    [[nodiscard]] bool at_statement() const noexcept;
    /// Another reserved word, NULL apart, which no name may be.
    [[nodiscard]] bool at_keyword() const noexcept;

private:
    friend class nesting_level;

    [[nodiscard]] token const& blamed() const noexcept;

    std::vector<token> const& tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

/// A statement or an operand inside another one, while it lives. Parsers and what walks over their
/// result recurse, so a batch must not choose how deep: says 191 beyond the limit.
class nesting_level {
public:
    explicit nesting_level(token_reader& reader);
    ~nesting_level() { --reader_.depth_; }
    nesting_level(nesting_level const&) = delete;
    nesting_level& operator=(nesting_level const&) = delete;

private:
    token_reader& reader_;
};

} // namespace ssislb::sim::sql
