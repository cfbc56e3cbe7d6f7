#include "check_report.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

namespace ssislb::cli {
namespace {

std::string_view word(severity of) {
    static constexpr std::array<std::string_view, 3> words{"ok", "warning", "problem"};
    return words[static_cast<std::size_t>(of)];
}

/// A name from a server may hold anything; a line has its tabs and its end from us.
std::string on_one_line(std::string text) {
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < ' '; }, ' ');
    return text;
}

bool is_homeless(std::size_t task, std::vector<server_findings> const& all) {
    return std::ranges::all_of(
        all, [task](auto const& one) { return one.looked_at && !one.runs.at(task); });
}

/// Findings about no server in particular stand behind those of the servers.
std::string server_name(parent_package const& package, std::size_t at, std::string_view none) {
    return at < package.servers.size() ? package.servers[at].name : std::string(none);
}

} // namespace

void add_homeless_tasks(parent_package const& package, std::vector<server_findings>& all) {
    server_findings of_package;
    for (std::uint32_t i = 0; i < package.tasks.size(); ++i) {
        auto const& task = package.tasks[i];
        if (task.enabled && is_homeless(i, all))
            of_package.findings.push_back(
                {severity::problem, task_id{i},
                 "no server can run task \"" + task.name + "\": its job \"" + task.job +
                     "\" was seen on none of them. Create the job, or correct its name in the "
                     "plan."});
    }
    all.push_back(std::move(of_package));
}

bool has_problem(std::vector<server_findings> const& all) {
    return std::ranges::any_of(all, [](auto const& one) {
        return std::ranges::any_of(
            one.findings, [](auto const& each) { return each.severity == severity::problem; });
    });
}

std::string to_text(parent_package const& package, std::vector<server_findings> const& all) {
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i)
        for (auto const& each : all[i].findings)
            fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\n", word(each.severity),
                           server_name(package, i, "-"), on_one_line(each.text));
    return text;
}

std::string to_json_lines(parent_package const& package, std::vector<server_findings> const& all) {
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (auto const& each : all[i].findings) {
            boost::json::object line{
                {"event", "finding"}, {"severity", word(each.severity)}, {"message", each.text}};
            if (i < package.servers.size())
                line["server"] = package.servers[i].name;
            if (each.task) {
                line["task"] = package[*each.task].name;
                line["job"] = package[*each.task].job;
            }
            text += boost::json::serialize(line) + '\n';
        }
    }
    boost::json::object const end{{"event", "check_finished"},
                                  {"outcome", has_problem(all) ? "failed" : "succeeded"}};
    return text + boost::json::serialize(end) + '\n';
}

} // namespace ssislb::cli
