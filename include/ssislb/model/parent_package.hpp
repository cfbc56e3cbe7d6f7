// A parent package: the tasks of one night, their order, and the servers that may run them.
#pragma once

#include <ssislb/model/ids.hpp>
#include <ssislb/model/policy_kind.hpp>
#include <ssislb/model/server.hpp>
#include <ssislb/model/task.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb {

/// Values: distinct objects are safe to use from several threads.
struct parent_package {
    std::string name;
    /// Tasks that may run at the same time (SSIS: MaxConcurrentExecutables); 0: as many as the
    /// servers hold.
    std::uint32_t max_concurrent_executables = 0;
    /// No task is started after so many have failed (SSIS: MaximumErrorCount); 0: go on with
    /// what can run.
    std::uint32_t maximum_error_count = 0;
    policy_kind policy = policy_kind::critical_path;
    std::vector<server> servers;
    std::vector<task> tasks;

    [[nodiscard]] task const& operator[](task_id id) const { return tasks[index(id)]; }
    [[nodiscard]] server const& operator[](server_id id) const { return servers[index(id)]; }

    [[nodiscard]] std::optional<task_id> find_task(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<server_id> find_server(std::string_view name) const noexcept;

    bool operator==(parent_package const&) const = default;
};

} // namespace ssislb
