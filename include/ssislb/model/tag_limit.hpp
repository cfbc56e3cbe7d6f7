// How many jobs of one kind may run at a time, over all servers.
#pragma once

#include <cstdint>
#include <string>

namespace ssislb {

/// A job counts for the tags of its task and for those of the server that it runs on; where both
/// have the tag it counts once.
///
/// Values: distinct objects are safe to use from several threads.
struct tag_limit {
    /// The tag.
    std::string name;
    /// At least 1.
    std::uint32_t max_jobs = 0;

    bool operator==(tag_limit const&) const = default;
};

} // namespace ssislb
