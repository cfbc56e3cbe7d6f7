#include "journal/json_fields.hpp"

#include "journal/error_categories.hpp"

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace ssislb::detail {
namespace {

namespace json = boost::json;

/// Names of categories are a word or two.
constexpr std::size_t longest_category = 100;

std::string_view text_of(json::value const& from) {
    auto const* text = from.if_string();
    if (text == nullptr)
        throw unreadable();
    return {text->data(), text->size()};
}

template <class Enum, std::size_t Count>
void read_enum(json::value const& from, std::array<Enum, Count> const& all, Enum& to) {
    auto const name = text_of(from);
    auto const found = std::ranges::find_if(all, [&](Enum one) { return to_string(one) == name; });
    if (found == all.end())
        throw unreadable();
    to = *found;
}

} // namespace

json::value real_to_json(double number) {
    std::array<char, 32> text{};
    auto const end = std::to_chars(text.begin(), text.end(), number).ptr;
    return json::value(json::string(text.data(), static_cast<std::size_t>(end - text.data())));
}

json::value to_json(guid const& id) {
    return json::value(to_string(id));
}

json::value to_json(error_code const& code) {
    if (!code)
        return nullptr;
    return json::array{code.category().name(), code.value()};
}

json::value to_json(refusal why) {
    return json::value(to_string(why));
}

json::value to_json(outcome how) {
    return json::value(to_string(how));
}

double real_from_json(json::value const& from) {
    auto const text = text_of(from);
    double number = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
        throw unreadable();
    return number;
}

void from_json(json::value const& from, guid& to) {
    auto const read = parse_guid(text_of(from));
    if (!read)
        throw unreadable();
    to = *read;
}

void from_json(json::value const& from, error_code& to) {
    if (from.is_null()) {
        to = {};
        return;
    }
    auto const* pair = from.if_array();
    if (pair == nullptr || pair->size() != 2)
        throw unreadable();
    auto const name = text_of((*pair)[0]);
    auto const* number = (*pair)[1].if_int64();
    if (name.empty() || name.size() > longest_category || number == nullptr || *number == 0 ||
        *number != static_cast<int>(*number))
        throw unreadable();
    to.assign(static_cast<int>(*number), category_named(name));
}

void from_json(json::value const& from, refusal& to) {
    static constexpr std::array all{refusal::busy, refusal::agent_down, refusal::not_sent,
                                    refusal::not_eligible, refusal::transient};
    read_enum(from, all, to);
}

void from_json(json::value const& from, outcome& to) {
    static constexpr std::array all{outcome::succeeded, outcome::failed, outcome::canceled,
                                    outcome::skipped, outcome::unknown};
    read_enum(from, all, to);
}

} // namespace ssislb::detail
