// The mutexes and limited tags of a package, and on which of them an attempt counts.
#pragma once

#include <ssislb/model/parent_package.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ssislb::detail {

/// Limits are numbered. A mutex is one of a single job that only tasks have; a tag that no
/// [[tag]] limits is none.
class limit_table {
public:
    using numbers = std::span<std::uint32_t const>;

    explicit limit_table(parent_package const&);

    [[nodiscard]] std::size_t size() const noexcept { return most_.size(); }
    /// So many attempts at a time.
    [[nodiscard]] std::uint32_t most(std::uint32_t limit) const noexcept { return most_[limit]; }

    [[nodiscard]] numbers of(task_id id) const noexcept { return by_task_[index(id)]; }
    [[nodiscard]] numbers of(server_id id) const noexcept { return by_server_[index(id)]; }
    /// The servers that have the limit.
    [[nodiscard]] numbers servers_with(std::uint32_t limit) const noexcept {
        return servers_[limit];
    }

    /// Calls `visit(limit)` once for each limit on which an attempt of the task there counts.
    template <class Visitor>
    void for_each(task_id task, server_id server, Visitor visit) const {
        if (size() == 0)
            return;
        numbers const own = of(task);
        std::ranges::for_each(own, visit);
        for (std::uint32_t const one : of(server))
            if (std::ranges::find(own, one) == own.end())
                visit(one);
    }

private:
    /// Lists in one piece of memory: they are looked at for every ready task.
    class lists {
    public:
        void add(std::vector<std::uint32_t> const&);
        [[nodiscard]] numbers operator[](std::size_t row) const noexcept {
            return numbers(items_).subspan(begins_[row], begins_[row + 1] - begins_[row]);
        }

    private:
        std::vector<std::size_t> begins_{0};
        std::vector<std::uint32_t> items_;
    };

    std::vector<std::uint32_t> most_;
    lists by_task_;
    lists by_server_;
    lists servers_;
};

} // namespace ssislb::detail
