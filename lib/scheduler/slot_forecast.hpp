// When the slots of each server are thought to get free.
#pragma once

#include <ssislb/scheduler/placement_policy.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssislb::detail {

/// Lengths of time count from the board's now. What is running is looked at only when somebody asks
/// for the slots of a server that is full.
class slot_forecast {
public:
    /// Begins anew; the memory is kept. The board must live as long as it is asked.
    void look_at(placement_board const&);

    /// Free and not occupied, on all servers that accept work.
    [[nodiscard]] std::uint32_t free_slots() const noexcept { return free_slots_; }
    [[nodiscard]] bool has_free(server_id server) const noexcept {
        return free_[index(server)] > 0;
    }

    /// Until a slot of the server is free; nothing if one is.
    [[nodiscard]] estimated_duration until_free(server_id);
    /// Until one of the attempts there ends.
    [[nodiscard]] estimated_duration until_first_end(server_id);

    /// Somebody has the slot that gets free first, until then.
    void occupy(server_id, estimated_duration until);

private:
    void look_at_running();

    placement_board const* board_ = nullptr;
    bool has_looked_ = false;
    /// What is placed after that is occupied here.
    std::size_t running_before_ = 0;
    std::uint32_t free_slots_ = 0;
    std::vector<std::uint32_t> free_;
    /// By server, a heap with the earliest end in front.
    std::vector<std::vector<double>> ends_;
};

/// What is left of an attempt that is thought to last so long and has this age. One that is overdue
/// goes on for a tenth of what was thought at least, and in proportion to its age.
[[nodiscard]] estimated_duration residual(estimated_duration thought,
                                          estimated_duration age) noexcept;

} // namespace ssislb::detail
