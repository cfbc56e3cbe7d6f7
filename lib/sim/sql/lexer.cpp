#include "sim/sql/lexer.hpp"

#include "sim/agent/text.hpp"
#include "sim/sql/messages.hpp"

#include <optional>
#include <utility>

namespace ssislb::sim::sql {
namespace {

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// Letters of any script: UTF-8's bytes above ASCII all count.
constexpr bool begins_word(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '#' ||
           static_cast<unsigned char>(c) >= 0x80;
}

constexpr bool continues_word(char c) noexcept {
    return begins_word(c) || is_digit(c) || c == '@' || c == '$';
}

class lexer {
public:
    explicit lexer(std::string_view batch)
        : rest_{batch} {}

    std::variant<std::vector<token>, message> run() {
        std::vector<token> result;
        while (skip_blanks(), !rest_.empty()) {
            start_ = rest_;
            auto next = take();
            if (!next)
                return make_message(105, {start_.substr(1)}, {}, 1);
            next->raw = start_.substr(0, start_.size() - rest_.size());
            result.push_back(std::move(*next));
        }
        result.push_back({});
        return result;
    }

private:
    void skip_blanks() {
        while (!rest_.empty()) {
            if (static_cast<unsigned char>(rest_.front()) <= ' ')
                rest_.remove_prefix(1);
            else if (rest_.starts_with("--"))
                rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
            else if (rest_.starts_with("/*"))
                skip_block_comment();
            else
                return;
        }
    }

    void skip_block_comment() {
        int depth = 0;
        do {
            if (rest_.starts_with("/*"))
                ++depth, rest_.remove_prefix(2);
            else if (rest_.starts_with("*/"))
                --depth, rest_.remove_prefix(2);
            else
                rest_.remove_prefix(1);
        } while (depth > 0 && !rest_.empty());
    }

    std::optional<token> take() {
        char const c = rest_.front();
        if ((c == 'N' || c == 'n') && rest_.size() > 1 && rest_[1] == '\'') {
            rest_.remove_prefix(1);
            return quoted('\'', token_kind::national_text);
        }
        if (c == '\'')
            return quoted('\'', token_kind::text);
        if (c == '[')
            return quoted(']', token_kind::quoted_name);
        if (c == '"')
            return quoted('"', token_kind::quoted_name);
        if (c == '@')
            return run_of(token_kind::variable, continues_word);
        if (is_digit(c))
            return run_of(token_kind::number,
                          [](char d) { return is_digit(d) || d == '.' || begins_word(d); });
        if (begins_word(c))
            return run_of(token_kind::word, continues_word);
        return symbol();
    }

    template <class Continues>
    token run_of(token_kind kind, Continues continues) {
        std::size_t length = 1;
        while (length < rest_.size() && continues(rest_[length]))
            ++length;
        token made{kind, std::string{rest_.substr(0, length)}, {}};
        rest_.remove_prefix(length);
        return made;
    }

    token symbol() {
        for (std::string_view const two : {"<>", "<=", ">=", "!="})
            if (rest_.starts_with(two)) {
                rest_.remove_prefix(2);
                return {token_kind::symbol, std::string{two}, {}};
            }
        token made{token_kind::symbol, std::string{rest_.substr(0, 1)}, {}};
        rest_.remove_prefix(1);
        return made;
    }

    std::optional<token> quoted(char close, token_kind kind) {
        token made{kind, {}, {}};
        for (rest_.remove_prefix(1); !rest_.empty(); rest_.remove_prefix(1)) {
            if (rest_.front() == close) {
                if (rest_.size() == 1 || rest_[1] != close) {
                    rest_.remove_prefix(1);
                    return made;
                }
                rest_.remove_prefix(1);
            }
            made.text += rest_.front();
        }
        return std::nullopt;
    }

    std::string_view rest_;
    std::string_view start_;
};

} // namespace

bool token::is_word(std::string_view keyword) const noexcept {
    return kind == token_kind::word && detail::same_name(text, keyword);
}

std::variant<std::vector<token>, message> tokens_of(std::string_view batch) {
    return lexer{batch}.run();
}

} // namespace ssislb::sim::sql
