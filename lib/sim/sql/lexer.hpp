// A batch's text as tokens.
#pragma once

#include "sim/sql/response.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ssislb::sim::sql {

enum class token_kind : std::uint8_t {
    word,
    /// [name] or "name", without its quotes.
    quoted_name,
    /// @name or @@name.
    variable,
    number,
    /// 'text', without its quotes.
    text,
    /// N'text'.
    national_text,
    symbol,
    end,
};

struct token {
    token_kind kind = token_kind::end;
    std::string text;
    /// As the batch wrote it, for messages.
    std::string_view raw;

    /// A word, whatever its case; `keyword` in lower case.
    [[nodiscard]] bool is_word(std::string_view keyword) const noexcept;
    [[nodiscard]] bool is_symbol(std::string_view symbol) const noexcept {
        return kind == token_kind::symbol && text == symbol;
    }
};

/// The last token is `end`; comments are gone. Tokens point into `batch`. The message is 105.
[[nodiscard]] std::variant<std::vector<token>, message> tokens_of(std::string_view batch);

} // namespace ssislb::sim::sql
