// Where the elements of a package stand in its plan file.
#pragma once

#include "plan/plan_value.hpp"

#include <ssislb/model/validation.hpp>

#include <string_view>
#include <vector>

namespace ssislb::detail {

/// Points into the tree that the package was read from.
struct plan_sources {
    struct place {
        source_position at;
        /// A mistake was reported there before.
        bool broken = false;
        bool in_defaults = false;
    };

    [[nodiscard]] place locate(mistake_location const&) const;

    /// Null: the file has no such table.
    plan_value const* package = nullptr;
    plan_table const* defaults = nullptr;
    /// As in the package.
    std::vector<plan_value const*> servers;
    std::vector<plan_value const*> tasks;
    std::vector<plan_value const*> tag_limits;
    /// A top-level table could not be read: what seems to be missing may stand there.
    bool broken = false;
};

} // namespace ssislb::detail
