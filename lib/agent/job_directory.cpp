#include <ssislb/agent/job_directory.hpp>

#include <algorithm>
#include <utility>

namespace ssislb {
namespace {

/// The same for all names that a collation could take for one another: ASCII letters without case,
/// one sign for each other letter, no blanks at the end. It is the same for others too, which does
/// no harm: the server is asked.
std::string alike(std::string_view name) {
    std::string key;
    for (char const c : name.substr(0, name.find_last_not_of(' ') + 1)) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        else if (byte >= 0xC0)
            key += '\x01';
    }
    return key;
}

} // namespace

job_directory::job_directory(std::vector<agent_job> jobs)
    : jobs_(std::move(jobs)) {
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
        by_name_[jobs_[i].name].push_back(i);
        alike_.insert(alike(jobs_[i].name));
    }
}

std::vector<agent_job const*> job_directory::find(std::string_view name) const {
    std::vector<agent_job const*> found;
    if (auto const named = by_name_.find(std::string(name)); named != by_name_.end())
        for (auto const at : named->second)
            found.push_back(&jobs_[at]);
    return found;
}

bool job_directory::is_unclear(std::string_view name) const {
    return !by_name_.contains(std::string(name)) && alike_.contains(alike(name));
}

void job_directory::add_alias(std::string name, guid job) {
    auto const found = std::ranges::find(jobs_, job, &agent_job::id);
    if (found != jobs_.end())
        by_name_[std::move(name)] = {static_cast<std::size_t>(found - jobs_.begin())};
}

} // namespace ssislb
