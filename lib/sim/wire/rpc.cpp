// Calls of procedures.
#include "sim/wire/all_headers.hpp"
#include "sim/wire/type_info.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace ssislb::sim::wire {

namespace {

constexpr std::uint8_t by_reference = 0x01;
constexpr std::uint8_t default_value = 0x02;
constexpr std::uint8_t encrypted = 0x08;
constexpr std::uint16_t procedure_id_follows = 0xFFFF;
// All answers of a message are made before the first is sent.
constexpr std::size_t most_calls = 10'000;

constexpr std::array<std::string_view, 16> procedure_names{"",
                                                           "sp_cursor",
                                                           "sp_cursoropen",
                                                           "sp_cursorprepare",
                                                           "sp_cursorexecute",
                                                           "sp_cursorprepexec",
                                                           "sp_cursorunprepare",
                                                           "sp_cursorfetch",
                                                           "sp_cursoroption",
                                                           "sp_cursorclose",
                                                           "sp_executesql",
                                                           "sp_prepare",
                                                           "sp_execute",
                                                           "sp_prepexec",
                                                           "sp_prepexecrpc",
                                                           "sp_unprepare"};

enum class separator { none, batch, no_execute };

/// A byte that stands where the length of a parameter's name is due.
separator read_separator(byte_view rest, tds_version version) noexcept {
    if (rest.empty())
        return separator::batch;
    if (!is_wide(version))
        return rest[0] == 0x80 ? separator::batch : separator::none;
    if (rest[0] == 0xFF)
        return separator::batch;
    return rest[0] == 0xFE ? separator::no_execute : separator::none;
}

std::string read_name(reader& read) {
    std::size_t const units = read.u16();
    if (units != procedure_id_follows)
        return read.utf16(units);
    std::size_t const id = read.u16();
    if (id == 0 || id >= procedure_names.size()) {
        read.fail();
        return {};
    }
    return std::string(procedure_names[id]);
}

parse_error type_error(std::size_t ordinal, std::string const& name) {
    parse_error error;
    error.number = 8009;
    error.severity = 16;
    error.text = "The incoming tabular data stream (TDS) remote procedure call (RPC) protocol "
                 "stream is incorrect. Parameter " +
                 std::to_string(ordinal) + " (\"" + name + "\"): Data type is unknown.";
    return error;
}

std::optional<parse_error> read_parameter(reader& read, sql::call& call) {
    sql::parameter parameter;
    parameter.name = read.utf16(read.u8());
    auto const status = read.u8();
    parameter.output = (status & by_reference) != 0;
    parameter.use_default = (status & default_value) != 0;
    if (!read.ok())
        return stream_error();
    auto const type = read_type_info(read);
    if (!read.ok() || (status & encrypted) != 0)
        return type_error(call.parameters.size() + 1, parameter.name);
    parameter.declared = sql_type(type);
    parameter.max_length = declared_length(type);
    parameter.value = read_value(read, type);
    if (!read.ok())
        return stream_error();
    call.parameters.push_back(std::move(parameter));
    return std::nullopt;
}

std::variant<rpc_call, parse_error> read_call(reader& read, tds_version version) {
    rpc_call next;
    next.call.procedure = read_name(read);
    read.skip(2); // option flags: they ask for less metadata, which may be sent all the same
    auto end = separator::none;
    while (read.ok() && (end = read_separator(read.rest(), version)) == separator::none)
        if (auto error = read_parameter(read, next.call))
            return *error;
    if (!read.ok())
        return stream_error();
    next.no_execute = end == separator::no_execute;
    if (!read.at_end())
        read.skip(1);
    return next;
}

} // namespace

std::variant<std::vector<rpc_call>, parse_error> parse_rpc(byte_view data, tds_version version) {
    std::vector<rpc_call> calls;
    reader read(data);
    skip_all_headers(read, version);
    do {
        if (calls.size() == most_calls)
            return stream_error();
        auto next = read_call(read, version);
        if (auto* const error = std::get_if<parse_error>(&next)) {
            if (calls.empty())
                return std::move(*error);
            calls.push_back({{}, false, std::move(*error)});
            return calls;
        }
        calls.push_back(std::move(std::get<rpc_call>(next)));
    } while (!read.at_end());
    return calls;
}

} // namespace ssislb::sim::wire
