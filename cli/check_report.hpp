// What a check found, and how it is shown.
#pragma once

#include <ssislb/model/parent_package.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssislb::cli {

enum class severity : std::uint8_t { ok, warning, problem };

struct finding {
    cli::severity severity = severity::ok;
    std::optional<task_id> task;
    /// One sentence, with the remedy where there is one.
    std::string text;
};

struct server_findings {
    std::vector<finding> findings;
    /// By task: whether this server can run it.
    std::vector<bool> runs;
    /// Whether its jobs could be seen.
    bool looked_at = false;
};

/// A task that no server can run is a problem of the plan: told behind the servers' findings, in
/// an entry of its own. Where a server was not seen, nobody can tell.
void add_homeless_tasks(parent_package const&, std::vector<server_findings>&);

[[nodiscard]] bool has_problem(std::vector<server_findings> const&);
[[nodiscard]] std::string to_text(parent_package const&, std::vector<server_findings> const&);
[[nodiscard]] std::string to_json_lines(parent_package const&, std::vector<server_findings> const&);

} // namespace ssislb::cli
