// syscategories: the categories that jobs may be in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::sim::detail {

struct job_category {
    std::int32_t id = 0;
    std::string name;
};

class category_table {
public:
    /// With those of a new server.
    category_table();

    /// Does nothing where there is one of that name.
    void add(std::string_view name);
    /// Null: there is none.
    [[nodiscard]] job_category const* find(std::string_view name) const;
    [[nodiscard]] job_category const* find(std::int32_t id) const;

private:
    std::vector<job_category> categories_;
};

/// Of jobs that come from a master server; a local job may not be in it (14267).
inline constexpr std::int32_t jobs_from_master = 1;

} // namespace ssislb::sim::detail
