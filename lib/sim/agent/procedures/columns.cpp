#include "sim/agent/procedures/columns.hpp"

namespace ssislb::sim::detail {
namespace {

sql::column column_of(std::string_view name, sql::type type, std::uint16_t length, nulls null) {
    return {std::string{name}, type, length, null == nulls::allowed};
}

} // namespace

sql::column int_column(std::string_view name, nulls null) {
    return column_of(name, sql::type::int_, 0, null);
}

sql::column tinyint_column(std::string_view name, nulls null) {
    return column_of(name, sql::type::tinyint, 0, null);
}

sql::column datetime_column(std::string_view name, nulls null) {
    return column_of(name, sql::type::datetime, 0, null);
}

sql::column id_column(std::string_view name, nulls null) {
    return column_of(name, sql::type::uniqueidentifier, 0, null);
}

sql::column text_column(std::string_view name, std::uint16_t length, nulls null) {
    return column_of(name, sql::type::nvarchar, length, null);
}

sql::column name_column(std::string_view name, nulls null) {
    return text_column(name, 128, null);
}

sql::column max_column(std::string_view name) {
    return column_of(name, sql::type::nvarchar_max, 0, nulls::allowed);
}

sql::value int_value(std::int64_t number) {
    return number;
}

sql::value datetime_value(std::optional<server_time> at) {
    return at ? sql::value{as_datetime(*at)} : sql::value{};
}

sql::value null_if_zero(std::int64_t number) {
    return number == 0 ? sql::value{} : sql::value{number};
}

sql::value null_if_empty(std::string const& text) {
    return text.empty() ? sql::value{} : sql::value{text};
}

} // namespace ssislb::sim::detail
