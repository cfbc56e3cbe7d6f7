// A row of the journal that the fuzzer makes up: the kind, three ids and the details, a line each.
#include "journal/event_ids.hpp"
#include "journal/event_row.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace ssislb;
using namespace ssislb::detail;

void require(bool holds) {
    if (!holds)
        std::abort();
}

std::string_view take_line(std::string_view& from) {
    auto const line = from.substr(0, from.find('\n'));
    from.remove_prefix(std::min(line.size() + 1, from.size()));
    return line;
}

std::optional<std::int64_t> take_id(std::string_view& from) {
    auto const line = take_line(from);
    std::int64_t id = 0;
    auto const read = std::from_chars(line.data(), line.data() + line.size(), id);
    return read.ec == std::errc() ? std::optional(id) : std::nullopt;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<char const*>(data), size);
    event_row row;
    row.kind = take_line(rest);
    row.task = take_id(rest);
    row.attempt = take_id(rest);
    row.server = take_id(rest);
    row.details = rest;
    auto what = read_row(row);
    if (!what)
        return 0;
    // What was read says the same when it is written, and comes back from that.
    auto const written = to_row(*what);
    require(written.kind == row.kind && written.task == row.task &&
            written.attempt == row.attempt && written.server == row.server);
    auto const again = read_row(written);
    require(again && to_row(*again) == written);
    id_map const ids{{task_id{1}, std::nullopt, task_id{0}}, {server_id{0}, std::nullopt}};
    auto const changed = change_ids(*what, ids);
    require(changed == id_change::done || to_row(*what) == written);
    return 0;
}
