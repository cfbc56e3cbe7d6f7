// The keys of a table, each with what reads it.
#pragma once

#include "plan/entry_reader.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace ssislb::detail {

template <class Target>
struct field {
    std::string_view key;
    void (*read)(entry_reader const&, Target&);
};

/// Reports keys that the table does not have. One that is close to a known key is read as meant,
/// so that one slip of the pen is not reported twice.
/// `what` names the table in the mistake, e.g. "a server".
void mend_unknown_keys(plan_table& table, std::span<std::string_view const> known,
                       std::string_view what, mistake_sink& mistakes);

/// Reads the fields in their order, whatever the order in the file.
template <class Target>
void read_fields(plan_table& table, std::span<field<Target> const> fields, std::string_view what,
                 mistake_sink& mistakes, Target& target) {
    std::vector<std::string_view> keys;
    keys.reserve(fields.size());
    for (auto const& known : fields)
        keys.push_back(known.key);
    mend_unknown_keys(table, keys, what, mistakes);
    for (auto const& known : fields)
        if (auto* const entry = find_entry(table, known.key))
            known.read(entry_reader(*entry, mistakes), target);
}

} // namespace ssislb::detail
