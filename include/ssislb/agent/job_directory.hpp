// The jobs of one server, and which of them a name means there.
#pragma once

#include <ssislb/agent/agent_job.hpp>
#include <ssislb/base/guid.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace ssislb {

/// Names of jobs follow the collation of msdb, which mostly ignores case: a name may mean a job
/// that is spelled another way. Only the server can tell; remote_server::async_find_jobs asks it.
///
/// Values: distinct objects are safe to use from several threads.
class job_directory {
public:
    job_directory() = default;
    explicit job_directory(std::vector<agent_job> jobs);

    [[nodiscard]] std::span<agent_job const> jobs() const noexcept { return jobs_; }

    /// The jobs that the name means: none, one, or several that share it. Valid as long as the
    /// directory.
    [[nodiscard]] std::vector<agent_job const*> find(std::string_view name) const;

    /// No job is spelled so, but one is spelled so alike that the server may mean it.
    [[nodiscard]] bool is_unclear(std::string_view name) const;

    /// The server means that job by the name.
    void add_alias(std::string name, guid job);

private:
    std::vector<agent_job> jobs_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_name_;
    std::unordered_set<std::string> alike_;
};

} // namespace ssislb
