#include "tds/encode.hpp"

#include "tds/utf8.hpp"

#include <ssislb/base/errors.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ssislb::tds::detail {
namespace {

// SQL Server's names have up to 128 characters; four bracketed parts with dots fit below.
constexpr std::size_t most_name = 128 * 4;
constexpr std::size_t most_procedure = 4 * (most_name + 3);
// Longer text leaves FreeTDS as varchar, which loses characters.
constexpr std::size_t most_text = 4000;
constexpr std::size_t most_binary = 8000;

bool plain_text(std::string_view text) noexcept {
    return text.find('\0') == std::string_view::npos && valid_utf8(text);
}

bool good_name(std::string_view name) noexcept {
    return name.empty() ||
           (name.size() > 1 && name.size() <= most_name && name.front() == '@' && plain_text(name));
}

struct sendable {
    bool operator()(null_t) const noexcept { return true; }
    bool operator()(bool) const noexcept { return true; }
    bool operator()(std::int64_t) const noexcept { return true; }
    bool operator()(double number) const noexcept { return std::isfinite(number); }
    bool operator()(guid const&) const noexcept { return true; }
    bool operator()(server_time) const noexcept { return true; }
    bool operator()(binary const& bytes) const noexcept {
        return !bytes.empty() && bytes.size() <= most_binary;
    }
    bool operator()(std::string const& text) const noexcept {
        return !text.empty() && text.size() <= most_text && plain_text(text);
    }
};

bool good_parameter(parameter const& one) noexcept {
    return good_name(one.name) && std::visit(sendable{}, one.content) &&
           !(one.output && !is_null(one.content));
}

template <class T>
std::string native(T number) {
    std::string bytes(sizeof number, '\0');
    std::copy_n(reinterpret_cast<char const*>(&number), sizeof number, bytes.data());
    return bytes;
}

bool fits_int(std::int64_t number) noexcept {
    using range = std::numeric_limits<std::int32_t>;
    return number >= range::min() && number <= range::max();
}

struct coded {
    wire_type type;
    std::string bytes;
};

struct encoder {
    coded operator()(null_t) const { return {wire_type::varchar, {}}; }
    coded operator()(bool flag) const {
        return {wire_type::bit, native(static_cast<std::uint8_t>(flag))};
    }
    coded operator()(std::int64_t number) const {
        if (fits_int(number))
            return {wire_type::integer, native(static_cast<std::int32_t>(number))};
        return {wire_type::bigint, native(number)};
    }
    coded operator()(double number) const { return {wire_type::floating, native(number)}; }
    coded operator()(std::string const& text) const { return {wire_type::varchar, text}; }
    coded operator()(guid const& id) const { return {wire_type::varchar, to_string(id)}; }
    coded operator()(server_time at) const {
        // With the T the text means the same under every DATEFORMAT and language.
        std::string text = to_string(at);
        text[text.find(' ')] = 'T';
        return {wire_type::varchar, std::move(text)};
    }
    coded operator()(binary const& bytes) const {
        std::string copy(bytes.size(), '\0');
        std::ranges::transform(bytes, copy.begin(),
                               [](std::byte one) { return static_cast<char>(one); });
        return {wire_type::varbinary, std::move(copy)};
    }
};

wire_type type_of(output_type type) noexcept {
    switch (type) {
    case output_type::bit:
        return wire_type::bitn;
    case output_type::integer:
        return wire_type::integer;
    case output_type::big_integer:
        return wire_type::bigint;
    case output_type::real:
        return wire_type::floating;
    case output_type::text:
        break;
    }
    return wire_type::varchar;
}

error_code verdict(bool good) noexcept {
    return good ? error_code{} : make_error_code(client_errc::invalid_argument);
}

} // namespace

error_code check(rpc const& call) noexcept {
    return verdict(!call.procedure.empty() && call.procedure.size() <= most_procedure &&
                   plain_text(call.procedure) &&
                   std::ranges::all_of(call.parameters, good_parameter));
}

error_code check(batch const& text) noexcept {
    return verdict(!text.sql.empty() && plain_text(text.sql));
}

wire_parameter encode(parameter const& one) {
    if (one.output)
        return {one.name, type_of(one.type), {}, true};
    auto [type, bytes] = std::visit(encoder{}, one.content);
    return {one.name, type, std::move(bytes), false};
}

} // namespace ssislb::tds::detail
