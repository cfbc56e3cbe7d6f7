// sysjobs: the jobs by id and by name, in the order in which they came.
#pragma once

#include "sim/agent/job.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace ssislb::sim::detail {

class job_table {
public:
    explicit job_table(std::string server)
        : server_{std::move(server)} {}

    job& add(job_spec spec, server_time now);
    /// Jobs of one spec but with their own names, which share its steps.
    void add_many(job_spec const& spec, std::string_view prefix, std::size_t count,
                  server_time now);
    void remove(guid id);
    void rename(job& renamed, std::string name);

    [[nodiscard]] job* find(guid const& id) const;
    /// More than one where the name is ambiguous.
    [[nodiscard]] std::vector<job*> named(std::string_view name) const;
    [[nodiscard]] std::vector<std::unique_ptr<job>> const& all() const noexcept { return jobs_; }

private:
    job& insert(std::unique_ptr<job> made);
    void forget_name(job const& gone);
    [[nodiscard]] guid new_id(std::string_view name);

    std::string server_;
    std::vector<std::unique_ptr<job>> jobs_;
    std::unordered_map<guid, job*> by_id_;
    /// Never given to another job: rows of history may still bear them.
    std::unordered_set<guid> removed_ids_;
    /// By a hash of the folded name, so that names are not kept twice.
    std::unordered_multimap<std::size_t, job*> by_name_;
};

} // namespace ssislb::sim::detail
