// A name of up to three parts: `msdb.dbo.sp_x`, `[msdb]..sp_x`, `"dbo".sp_x`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ssislb::sim::sql {

struct object_name {
    /// Empty: not said.
    std::string database;
    std::string schema;
    std::string object;
};

/// Nothing: more than three parts, a bracket that stays open, or no object.
[[nodiscard]] std::optional<object_name> parse_object_name(std::string_view text);

} // namespace ssislb::sim::sql
