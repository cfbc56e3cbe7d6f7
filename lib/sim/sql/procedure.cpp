#include "sim/sql/procedure.hpp"

#include "sim/agent/text.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace ssislb::sim::detail {

arguments::arguments(std::span<formal const> formals)
    : formals_{formals} {
    values_.resize(formals.size());
    for (std::size_t i = 0; i < formals.size(); ++i)
        if (formals[i].default_value)
            values_[i] = *formals[i].default_value;
}

std::optional<std::int64_t> arguments::integer(std::string_view name) const {
    auto const* const number = std::get_if<std::int64_t>(&(*this)[name]);
    return number == nullptr ? std::nullopt : std::optional{*number};
}

std::optional<std::string> arguments::text(std::string_view name) const {
    auto const* const text = std::get_if<std::string>(&(*this)[name]);
    return text == nullptr ? std::nullopt : std::optional{*text};
}

std::optional<guid> arguments::id(std::string_view name) const {
    auto const* const id = std::get_if<guid>(&(*this)[name]);
    return id == nullptr ? std::nullopt : std::optional{*id};
}

std::optional<server_time> arguments::moment(std::string_view name) const {
    auto const* const at = std::get_if<server_time>(&(*this)[name]);
    return at == nullptr ? std::nullopt : std::optional{*at};
}

sql::value const& arguments::operator[](std::string_view name) const {
    return values_[position_of(name)];
}

void arguments::set(std::string_view name, sql::value value) {
    values_[position_of(name)] = std::move(value);
}

std::size_t arguments::position_of(std::string_view name) const {
    for (std::size_t i = 0; i < formals_.size(); ++i)
        if (formals_[i].name == name)
            return i;
    throw std::logic_error{"no parameter " + std::string{name}};
}

int frame::raise(std::int32_t number, std::initializer_list<std::string_view> arguments) const {
    return raise_in(procedure_, number, arguments);
}

int frame::raise_in(std::string_view helper, std::int32_t number,
                    std::initializer_list<std::string_view> arguments, std::int32_t line) const {
    say(sql::make_message(number, arguments, std::string{helper}, line));
    return 1;
}

void frame::print(std::string text) const {
    say(sql::make_print(std::move(text), std::string{procedure_}));
}

void frame::send(sql::result_set rows) const {
    session_.row_count = static_cast<std::int64_t>(rows.rows.size());
    rows.counted = false;
    say(std::move(rows));
}

void frame::say(sql::item item) const {
    sql::put_in_procedure(item);
    answer_.push_back(std::move(item));
}

} // namespace ssislb::sim::detail
