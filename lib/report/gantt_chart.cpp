#include "report/gantt_chart.hpp"

#include "report/forecast_time.hpp"
#include "report/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace ssislb::detail {
namespace {

constexpr std::size_t most_rows = 100;
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
            auto const letter = std::min(name.size(), name.find_first_not_of(continued, 1));
            cells_[at] = name.substr(0, letter);
            name.remove_prefix(letter);
        }
    }

    /// The bytes of a letter in UTF-8 behind its first one.
    static constexpr std::string_view continued =
        "\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8A\x8B\x8C\x8D\x8E\x8F"
        "\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9A\x9B\x9C\x9D\x9E\x9F"
        "\xA0\xA1\xA2\xA3\xA4\xA5\xA6\xA7\xA8\xA9\xAA\xAB\xAC\xAD\xAE\xAF"
        "\xB0\xB1\xB2\xB3\xB4\xB5\xB6\xB7\xB8\xB9\xBA\xBB\xBC\xBD\xBE\xBF";

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

std::vector<std::string> labels_of(parent_package const& package) {
    std::vector<std::string> labels;
    for (server const& one : package.servers)
        for (std::uint32_t slot = 1; slot <= one.max_jobs; ++slot)
            labels.push_back(fmt::format("{} {}", one.name, slot));
    return labels;
}

std::string axis(std::size_t indent, std::size_t columns, milliseconds whole) {
    auto const end = show_time(whole, whole);
    return fmt::format("{:{}}{:<{}}{}\n", "", indent, "0s", columns - std::min(columns, end.size()),
                       end);
}

} // namespace

std::string gantt_chart(parent_package const& package, forecast const& what, int width) {
    auto labels = labels_of(package);
    auto const hidden = labels.size() - std::min(labels.size(), most_rows);
    labels.resize(labels.size() - hidden);
    std::size_t indent = 0;
    for (auto const& label : labels)
        indent = std::max(indent, text_width(label) + 1);
    auto const room = static_cast<std::size_t>(std::max(width, 0));
    auto const columns = std::max(room - std::min(room, indent), fewest_columns);
    auto const bars = bars_of(package, what);
    std::string text;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        chart_row row(columns);
        for (auto const& one : bars[i])
            row.draw(one, what.makespan);
        text += labels[i] + std::string(indent - text_width(labels[i]), ' ') + row.text() + '\n';
    }
    text += axis(indent, columns, what.makespan);
    if (hidden > 0)
        text += fmt::format("{} more slots are not drawn\n", hidden);
    return text;
}

} // namespace ssislb::detail
