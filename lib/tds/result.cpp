#include <ssislb/tds/result.hpp>

#include <algorithm>
#include <cassert>
#include <type_traits>

namespace ssislb::tds {
namespace {

char lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_name(std::string_view left, std::string_view right) noexcept {
    return std::ranges::equal(left, right, {}, lower, lower);
}

/// A step of MurmurHash3's finalizer: each bit of what is added changes half of the bits.
std::uint64_t mixed(std::uint64_t sum, std::uint64_t with) noexcept {
    sum = (sum ^ with) * 0xff51afd7ed558ccdU;
    return sum ^ (sum >> 33U);
}

std::uint64_t mixed(std::uint64_t sum, char const* bytes, std::size_t length) noexcept {
    while (length > 0) {
        std::uint64_t word = 0;
        auto const taken = std::min(length, sizeof word);
        std::memcpy(&word, bytes, taken);
        sum = mixed(sum, word);
        bytes += taken;
        length -= taken;
    }
    return sum;
}

} // namespace

row_set::row_set(std::vector<std::string> columns)
    : row_set(std::make_shared<std::vector<std::string> const>(std::move(columns))) {}

row_set::row_set(std::shared_ptr<std::vector<std::string> const> columns)
    : names_(std::move(columns))
    , width_(names_->size()) {}

std::optional<std::size_t> row_set::column(std::string_view name) const noexcept {
    auto const names = columns();
    auto const found = std::ranges::find_if(
        names, [&](std::string const& column) { return same_name(column, name); });
    if (found == names.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

std::uint64_t row_set::digest(std::size_t row) const noexcept {
    std::uint64_t sum = 0;
    for (auto const& each : std::span(cells_).subspan(row * width_, width_)) {
        sum = mixed(sum, (std::uint64_t{each.length} << 8U) | static_cast<std::uint8_t>(each.is));
        if (each.is == kind::text || each.is == kind::bytes)
            sum = mixed(sum, block(each), each.length);
        else if (each.is != kind::null)
            sum = mixed(sum, reinterpret_cast<char const*>(each.content.data()), 16);
    }
    return sum | 1U;
}

value row_set::at(std::size_t row, std::size_t column) const {
    assert(row < size() && column < width_);
    cell const& from = cells_[row * width_ + column];
    switch (from.is) {
    case kind::boolean:
        return *read<bool>(from);
    case kind::integer:
        return *read<std::int64_t>(from);
    case kind::real:
        return *read<double>(from);
    case kind::text:
        return std::string(block(from), from.length);
    case kind::identifier:
        return *read<guid>(from);
    case kind::instant:
        return *read<server_time>(from);
    case kind::bytes: {
        auto const content = *read<std::span<std::byte const>>(from);
        return binary(content.begin(), content.end());
    }
    case kind::null:
        break;
    }
    return null_t{};
}

void row_set::append(std::vector<value> const& cells) {
    assert(cells.size() == width_);
    for (value const& each : cells)
        std::visit(
            [this](auto const& content) {
                using type = std::decay_t<decltype(content)>;
                if constexpr (std::same_as<type, std::string>)
                    push(std::string_view(content));
                else if constexpr (std::same_as<type, binary>)
                    push(std::span<std::byte const>(content));
                else
                    push(content);
            },
            each);
}

void row_set::push(null_t /*unused*/) {
    cells_.push_back({{}, 0, kind::null});
}

void row_set::push_plain(kind is, void const* content, std::size_t length) {
    cell added{{}, 0, is};
    std::memcpy(added.content.data(), content, length);
    cells_.push_back(added);
}

void row_set::push_block(kind is, void const* content, std::size_t length) {
    std::size_t const begin = blocks_.size();
    cell added{{}, static_cast<std::uint32_t>(length), is};
    std::memcpy(added.content.data(), &begin, sizeof begin);
    blocks_.append(static_cast<char const*>(content), length);
    cells_.push_back(added);
}

char const* row_set::block(cell const& from) const noexcept {
    std::size_t begin = 0;
    std::memcpy(&begin, from.content.data(), sizeof begin);
    return blocks_.data() + begin;
}

value const* result::find_output(std::string_view name) const noexcept {
    auto const found = std::ranges::find_if(
        outputs, [&](output const& candidate) { return same_name(candidate.name, name); });
    return found == outputs.end() ? nullptr : &found->content;
}

} // namespace ssislb::tds
