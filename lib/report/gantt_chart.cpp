#include "report/gantt_chart.hpp"

#include "report/forecast_time.hpp"
#include "report/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

namespace ssislb::detail {
namespace {

/// With a line for the legend, the axis and what is hidden.
constexpr std::size_t most_rows = 37;
/// More tasks than these a row are told as the use of their server.
constexpr std::size_t most_bars = 10;
constexpr std::size_t fewest_columns = 20;

struct bar {
    task_forecast const* when = nullptr;
    std::string_view name;
};

/// A slot: the columns, one code point each.
class chart_row {
public:
    explicit chart_row(std::size_t columns)
        : cells_(columns, ".") {}

    void draw(bar const& one, milliseconds whole) {
        auto first = column(one.when->begin, whole);
        auto const last = std::max(column(one.when->end, whole), first + 1);
        // Its begin shares a column with the bar before.
        if (first < drawn_)
            cells_[std::exchange(first, drawn_)] = "+";
        if (first >= last)
            return;
        fill(first, last, one);
        drawn_ = last;
    }

    [[nodiscard]] std::string text() const { return fmt::format("{}", fmt::join(cells_, "")); }

private:
    [[nodiscard]] std::size_t column(milliseconds at, milliseconds whole) const {
        return static_cast<std::size_t>(static_cast<double>(at.count()) /
                                        static_cast<double>(whole.count()) *
                                        static_cast<double>(cells_.size()));
    }

    void fill(std::size_t first, std::size_t last, bar const& one) {
        std::fill(cells_.begin() + static_cast<std::ptrdiff_t>(first),
                  cells_.begin() + static_cast<std::ptrdiff_t>(last),
                  one.when->critical ? "#" : "=");
        if (last - first < 2)
            return;
        cells_[first] = "[";
        cells_[last - 1] = "]";
        auto name = one.name;
        for (auto at = first + 1; at + 1 < last && !name.empty(); ++at) {
            auto const next = std::find_if(name.begin() + 1, name.end(), is_letter_begin);
            auto const letter = static_cast<std::size_t>(next - name.begin());
            cells_[at] = name.substr(0, letter);
            name.remove_prefix(letter);
        }
    }

    std::vector<std::string> cells_;
    std::size_t drawn_ = 0;
};

/// By server and slot, by their begin.
std::vector<std::vector<bar>> bars_of(parent_package const& package, forecast const& what) {
    std::vector<std::size_t> first_row;
    std::size_t rows = 0;
    for (server const& one : package.servers)
        first_row.push_back(std::exchange(rows, rows + one.max_jobs));
    std::vector<std::vector<bar>> bars(rows);
    for (std::size_t i = 0; i < what.tasks.size(); ++i)
        if (auto const& when = what.tasks[i])
            bars[first_row[index(when->server)] + when->slot].push_back(
                {&*when, package.tasks[i].name});
    for (auto& row : bars)
        std::ranges::sort(row, {}, [](bar const& one) { return one.when->begin; });
    return bars;
}

struct labelled_row {
    std::string label;
    std::string cells;
};

std::vector<labelled_row> rows_of_slots(parent_package const& package, forecast const& what,
                                        std::size_t columns) {
    auto const bars = bars_of(package, what);
    std::vector<labelled_row> rows;
    for (server const& one : package.servers)
        for (std::uint32_t slot = 1; slot <= one.max_jobs; ++slot) {
            chart_row row(columns);
            for (auto const& each : bars[rows.size()])
                row.draw(each, what.makespan);
            rows.push_back({fmt::format("{} {}", one.name, slot), row.text()});
        }
    return rows;
}

/// The servers with the most use, in plan order.
std::vector<std::uint32_t> drawn_servers(forecast const& what) {
    std::vector<std::uint32_t> servers(what.servers.size());
    std::iota(servers.begin(), servers.end(), 0U);
    std::ranges::stable_sort(servers, std::greater<>(),
                             [&](std::uint32_t i) { return what.servers[i].use; });
    servers.resize(std::min(servers.size(), most_rows));
    std::ranges::sort(servers);
    return servers;
}

/// By server: the columns that its tasks fill, all slots together.
std::vector<std::vector<double>> filled_columns(forecast const& what, std::size_t columns) {
    std::vector<std::vector<double>> filled(what.servers.size(), std::vector<double>(columns));
    auto const scale = static_cast<double>(columns) / static_cast<double>(what.makespan.count());
    for (auto const& task : what.tasks) {
        if (!task)
            continue;
        auto& row = filled[index(task->server)];
        auto const begin = static_cast<double>(task->begin.count()) * scale;
        auto const end = static_cast<double>(task->end.count()) * scale;
        for (auto at = static_cast<std::size_t>(begin);
             at < columns && static_cast<double>(at) < end; ++at) {
            auto const left = static_cast<double>(at);
            row[at] += std::min(end, left + 1) - std::max(begin, left);
        }
    }
    return filled;
}

/// `.` none, 1 to 9 tenths, `#` all of the slots.
char shade(double share) {
    if (share >= 0.95)
        return '#';
    return share <= 0 ? '.' : static_cast<char>('0' + std::max(std::lround(share * 10), 1L));
}

std::vector<labelled_row> rows_of_servers(parent_package const& package, forecast const& what,
                                          std::size_t columns) {
    auto const filled = filled_columns(what, columns);
    std::vector<labelled_row> rows;
    for (auto const which : drawn_servers(what)) {
        auto const& server = package.servers[which];
        std::string cells;
        for (double const one : filled[which])
            cells += shade(one / server.max_jobs);
        rows.push_back({server.name, std::move(cells)});
    }
    return rows;
}

/// Long names leave half of the width to the bars.
std::string fitting(std::string const& label, std::size_t room) {
    if (text_width(label) <= room)
        return label;
    std::string cut;
    for (std::size_t i = 0, letters = 0; i < label.size(); ++i) {
        letters += is_letter_begin(label[i]);
        if (letters == room)
            break;
        cut += label[i];
    }
    return cut + '~';
}

std::size_t slots_in(parent_package const& package) {
    std::size_t slots = 0;
    for (auto const& one : package.servers)
        slots += one.max_jobs;
    return slots;
}

std::string axis(std::size_t indent, std::size_t columns, milliseconds whole) {
    auto const end = show_time(whole, whole);
    return fmt::format("{:{}}{:<{}}{}\n", "", indent, "0s", columns - std::min(columns, end.size()),
                       end);
}

/// Columns before the bars.
std::size_t indent_for(parent_package const& package, bool by_slot, std::size_t width) {
    std::size_t widest = 0;
    for (server const& one : package.servers)
        widest = std::max(widest, text_width(one.name) +
                                      (by_slot ? 1 + std::to_string(one.max_jobs).size() : 0));
    return std::min(widest, width / 2) + 1;
}

} // namespace

std::string gantt_chart(parent_package const& package, forecast const& what, int width) {
    auto const slots = slots_in(package);
    bool const by_slot = slots <= most_rows && what.tasks.size() <= slots * most_bars;
    auto const room = static_cast<std::size_t>(std::max(width, 0));
    auto const indent = indent_for(package, by_slot, room);
    auto const columns = std::max(room - std::min(room, indent), fewest_columns);
    auto const rows =
        by_slot ? rows_of_slots(package, what, columns) : rows_of_servers(package, what, columns);
    std::string text = by_slot ? "slots; # on the critical path, + several tasks:\n"
                               : "slots in use; . none, 1 to 9 tenths, # all:\n";
    for (auto const& row : rows) {
        auto const label = fitting(row.label, indent - 1);
        text += label + std::string(indent - text_width(label), ' ') + row.cells + '\n';
    }
    text += axis(indent, columns, what.makespan);
    if (!by_slot && rows.size() < package.servers.size())
        text += fmt::format("{} more servers, with less use, are not drawn\n",
                            package.servers.size() - rows.size());
    return text;
}

} // namespace ssislb::detail
