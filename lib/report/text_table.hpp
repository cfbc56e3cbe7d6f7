// Columns for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::detail {

/// In UTF-8, whether a letter begins with this byte.
[[nodiscard]] constexpr bool is_letter_begin(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

/// Code points: near enough to columns for the names that jobs have.
[[nodiscard]] std::size_t text_width(std::string_view);

/// Columns as wide as their widest cell; all to the left.
class text_table {
public:
    explicit text_table(std::vector<std::string> header) { add(std::move(header)); }

    void add(std::vector<std::string> cells);
    void write(std::string& to) const;
    /// Rows below the header.
    [[nodiscard]] std::size_t size() const noexcept { return rows_.size() - 1; }

private:
    std::vector<std::size_t> widths_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace ssislb::detail
