#include "journal/json_fields.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>

#include <boost/asio/error.hpp>
#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace ssislb::detail {
namespace {

namespace json = boost::json;

std::array<error_category const*, 11> const& categories() {
    static std::array<error_category const*, 11> const all{
        &client_category(),
        &agent_category(),
        &plan_category(),
        &journal_category(),
        &run_category(),
        &sql_server_category(),
        &boost::system::generic_category(),
        &boost::system::system_category(),
        &boost::asio::error::get_netdb_category(),
        &boost::asio::error::get_addrinfo_category(),
        &boost::asio::error::get_misc_category()};
    return all;
}

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
    auto const found = std::ranges::find_if(
        categories(), [&](error_category const* one) { return one->name() == name; });
    auto const* number = (*pair)[1].if_int64();
    if (found == categories().end() || number == nullptr || *number == 0 ||
        *number != static_cast<int>(*number))
        throw unreadable();
    to.assign(static_cast<int>(*number), **found);
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
