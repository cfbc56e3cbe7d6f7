// Who sent a start that is in doubt.
#pragma once

#include <cstdint>

namespace ssislb {

enum class start_sender : std::uint8_t {
    /// This process: its lost connection was reset, so nothing of it arrives any more.
    this_process,
    /// One that has died: what it had sent may still be on its way.
    earlier_process,
};

} // namespace ssislb
