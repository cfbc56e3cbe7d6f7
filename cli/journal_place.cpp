#include "journal_place.hpp"

#include "control_answer_text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>

namespace ssislb::cli {
namespace {

std::optional<journal_file> opened(journal_result<journal_file> result) {
    if (result)
        return *std::move(result);
    complain(result.error());
    return std::nullopt;
}

std::filesystem::path place_of(std::string const& path) {
    if (!path.empty())
        return path;
    auto place = default_journal_path();
    if (place.empty())
        std::fprintf(stderr, "there is no place for a journal: neither XDG_STATE_HOME nor HOME is "
                             "a folder that can be written to; name one: --journal FILE\n");
    return place;
}

bool is_meant(run_record const& one, std::string const& name) {
    if (name.empty())
        return !one.finished;
    return std::to_string(static_cast<std::int64_t>(one.number)) == name ||
           (!one.finished && (one.what.package == name || std::to_string(one.pid) == name));
}

} // namespace

void complain(journal_trouble const& trouble) {
    std::fprintf(stderr, "ssislb: %s\n", trouble.text.c_str());
}

std::optional<journal_file> journal_to_read(std::string const& path) {
    auto const place = place_of(path);
    return place.empty() ? std::nullopt : opened(journal_file::open(place));
}

std::optional<journal_file> journal_to_write(std::string const& path) {
    auto const place = place_of(path);
    return place.empty() ? std::nullopt : opened(journal_file::open_or_make(place));
}

std::variant<run_record, exit_code> find_run(journal_file const& journal, std::string const& name) {
    auto all = journal.runs();
    if (!all) {
        complain(all.error());
        return exit_code::failed;
    }
    std::vector<run_record> meant;
    for (auto const& each : *all)
        if (is_meant(each, name))
            meant.push_back(each);
    if (meant.size() == 1)
        return std::move(meant.front());
    auto const path = journal.path().string();
    if (meant.size() > 1)
        return ask_which(meant);
    if (name.empty())
        std::fprintf(stderr, "no run in %s is unfinished\n", path.c_str());
    else
        std::fprintf(stderr, "%s has no run '%s'; `ssislb status --all` lists them\n", path.c_str(),
                     printable(name).c_str());
    return name.empty() ? exit_code::failed : exit_code::usage;
}

exit_code ask_which(std::vector<run_record> const& all) {
    std::fprintf(stderr, "%zu runs are not finished; say which one:\n", all.size());
    for (auto const& one : all)
        std::fprintf(stderr, "  %-4lld %s, since %s: %s\n", static_cast<long long>(one.number),
                     printable(one.what.package).c_str(), to_rfc3339(one.started).c_str(),
                     state_of(one).c_str());
    return exit_code::usage;
}

std::string state_of(run_record const& of) {
    if (of.result)
        return std::string(to_string(*of.result));
    if (!of.is_carried_on)
        return "left";
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    return of.host == host.data() ? fmt::format("under way, process {}", of.pid)
                                  : fmt::format("under way, process {} on {}", of.pid, of.host);
}

} // namespace ssislb::cli
