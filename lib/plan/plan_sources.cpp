#include "plan/plan_sources.hpp"

namespace ssislb::detail {
namespace {

/// The value of the key, or of its item if it is a list.
plan_sources::place place_of(plan_entry const& entry, std::size_t item) {
    auto const* list = std::get_if<plan_array>(&entry.value.data);
    bool const in_list = list != nullptr && item < list->size();
    return {in_list ? (*list)[item].at : entry.value.at, entry.broken};
}

/// `simulate.duration` leads to the key `duration` of the table `simulate`.
plan_sources::place descend(plan_entry const& entry, std::string_view rest, std::size_t item) {
    auto const* table = std::get_if<plan_table>(&entry.value.data);
    auto const* inner = table == nullptr ? nullptr : find_entry(*table, rest);
    return inner == nullptr ? place_of(entry, item) : place_of(*inner, item);
}

plan_sources::place place_of(plan_entry const& entry, mistake_location const& where) {
    auto const dot = where.key.find('.');
    return dot == std::string::npos
               ? place_of(entry, where.item)
               : descend(entry, std::string_view(where.key).substr(dot + 1), where.item);
}

plan_entry const* find_in(plan_table const* table, std::string_view key) {
    return table == nullptr ? nullptr : find_entry(*table, key.substr(0, key.find('.')));
}

} // namespace

plan_sources::place plan_sources::locate(mistake_location const& where) const {
    using element_kind = mistake_location::element;
    plan_value const* element = package;
    if (where.in == element_kind::server)
        element = servers[where.at];
    if (where.in == element_kind::task)
        element = tasks[where.at];
    if (where.in == element_kind::tag)
        element = tag_limits[where.at];
    if (element == nullptr)
        return {.at = {}, .broken = broken};
    if (auto const* entry = find_in(std::get_if<plan_table>(&element->data), where.key))
        return place_of(*entry, where);
    if (auto const* entry =
            where.in == element_kind::task ? find_in(defaults, where.key) : nullptr) {
        auto found = place_of(*entry, where);
        found.in_defaults = true;
        return found;
    }
    return {.at = element->at, .broken = where.in == element_kind::package && broken};
}

} // namespace ssislb::detail
