// LOGIN7.
#include "sim/wire/login.hpp"

#include "sim/wire/packet.hpp"
#include "sim/wire/reader.hpp"

#include <algorithm>

namespace ssislb::sim::wire {

namespace {

constexpr std::size_t largest_name = 128;
constexpr std::uint8_t integrated_security = 0x80;
constexpr std::uint8_t extension = 0x10;

/// A field of the fixed part that says where its data lies; its length is not zero.
class field {
public:
    field(byte_view message, std::size_t at) noexcept
        : message_(message) {
        reader read(message.subspan(at));
        offset_ = read.u16();
        length_ = read.u16();
    }

    [[nodiscard]] std::size_t length() const noexcept { return length_; }

    /// Nothing when it lies outside the message.
    [[nodiscard]] std::optional<byte_view> data(std::size_t size) const noexcept {
        // An empty field may have any offset.
        if (size == 0)
            return byte_view{};
        if (offset_ > message_.size() || size > message_.size() - offset_)
            return std::nullopt;
        return message_.subspan(offset_, size);
    }

private:
    byte_view message_;
    std::size_t offset_ = 0;
    std::size_t length_ = 0;
};

bool read_name(byte_view message, std::size_t at, std::string& into) {
    field const name(message, at);
    auto const data = name.data(2 * name.length());
    if (!data || name.length() > largest_name)
        return false;
    into = from_utf16(*data);
    return true;
}

bool read_password(byte_view message, std::size_t at, std::string& into) {
    field const password(message, at);
    auto const data = password.data(2 * password.length());
    if (!data || password.length() > largest_name)
        return false;
    bytes clear(data->begin(), data->end());
    for (auto& each : clear) {
        each ^= 0xA5U;
        each = static_cast<std::uint8_t>((each << 4U) | (each >> 4U));
    }
    into = from_utf16(clear);
    std::fill(clear.begin(), clear.end(), std::uint8_t{0});
    return true;
}

/// FeatureExt: items that a server skips unless it knows them.
bool read_features(byte_view message, bytes& into) {
    field const pointer(message, 56);
    auto const place = pointer.data(pointer.length());
    if (!place)
        return false;
    if (place->size() < 4)
        return true;
    std::size_t const offset = reader(*place).u32();
    if (offset == 0)
        return true;
    if (offset > message.size())
        return false;
    reader read(message.subspan(offset));
    while (true) {
        auto const id = read.u8();
        if (id == 0xFF || !read.ok())
            return read.ok();
        into.push_back(id);
        read.skip(read.u32());
    }
}

} // namespace

std::optional<login7> parse_login7(byte_view data) {
    constexpr std::size_t fixed_part = 86;
    if (data.size() < fixed_part || data.size() > largest_login)
        return std::nullopt;
    reader read(data);
    std::size_t const length = read.u32();
    auto const version = negotiate(read.u32());
    if (length < fixed_part || length > data.size() || !version)
        return std::nullopt;
    data = data.first(length);

    login7 result;
    result.version = *version;
    result.packet_size = read.u32();
    result.login.integrated_security = (data[25] & integrated_security) != 0;
    bool const good =
        read_name(data, 36, result.login.host) && read_name(data, 40, result.login.user) &&
        read_password(data, 44, result.login.password) &&
        read_name(data, 48, result.login.application) &&
        read_name(data, 64, result.login.language) && read_name(data, 68, result.login.database);
    bool const extended = *version >= tds_version::v7_4 && (data[27] & extension) != 0;
    if (!good || (extended && !read_features(data, result.features)))
        return std::nullopt;
    return result;
}

std::size_t agree_packet_size(std::uint32_t asked) noexcept {
    if (asked == 0)
        return default_packet_size;
    return std::clamp<std::size_t>(asked, smallest_packet_size, largest_packet_size);
}

} // namespace ssislb::sim::wire
