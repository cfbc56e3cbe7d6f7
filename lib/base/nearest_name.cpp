#include <ssislb/base/nearest_name.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace ssislb {
namespace {

// Longer names are no slips of the pen, and the cost grows with the square.
constexpr std::size_t longest_name = 200;

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr bool same_letter(char a, char b) noexcept {
    return lower(a) == lower(b);
}

/// Optimal string alignment distance, row by row; gives up as soon as a row passes the limit.
class edit_distance {
public:
    explicit edit_distance(std::string_view wanted)
        : wanted_(wanted)
        , before_(wanted.size() + 1)
        , above_(wanted.size() + 1)
        , row_(wanted.size() + 1) {}

    /// Something above `limit` if the distance passes it.
    std::size_t to(std::string_view name, std::size_t limit) {
        for (std::size_t j = 0; j < row_.size(); ++j)
            row_[j] = j;
        for (std::size_t i = 1; i <= name.size(); ++i) {
            std::swap(before_, above_);
            std::swap(above_, row_);
            fill_row(name, i);
            if (std::ranges::min(row_) > limit)
                return limit + 1;
        }
        return row_.back();
    }

private:
    void fill_row(std::string_view name, std::size_t i) {
        row_[0] = i;
        for (std::size_t j = 1; j < row_.size(); ++j) {
            std::size_t const replace = same_letter(name[i - 1], wanted_[j - 1]) ? 0 : 1;
            row_[j] = std::min({above_[j] + 1, row_[j - 1] + 1, above_[j - 1] + replace});
            if (i > 1 && j > 1 && same_letter(name[i - 1], wanted_[j - 2]) &&
                same_letter(name[i - 2], wanted_[j - 1]))
                row_[j] = std::min(row_[j], before_[j - 2] + 1);
        }
    }

    std::string_view wanted_;
    std::vector<std::size_t> before_;
    std::vector<std::size_t> above_;
    std::vector<std::size_t> row_;
};

} // namespace

std::optional<std::string_view> nearest_name(std::string_view wanted,
                                             std::span<std::string_view const> names) {
    if (wanted.empty() || wanted.size() > longest_name)
        return std::nullopt;
    std::optional<std::string_view> nearest;
    std::size_t least = longest_name;
    edit_distance distance(wanted);
    for (std::string_view const name : names) {
        std::size_t const longer = std::max(name.size(), wanted.size());
        std::size_t const limit = std::min(longer / 3, least - (nearest ? 1 : 0));
        if (longer > longest_name || longer - std::min(name.size(), wanted.size()) > limit)
            continue;
        if (std::size_t const edits = distance.to(name, limit); edits <= limit) {
            nearest = name;
            least = edits;
            if (edits == 0)
                break;
        }
    }
    return nearest;
}

} // namespace ssislb
