// The faults of an instance, with how often each has been met.
#pragma once

#include <ssislb/sim/fault.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace ssislb::sim::detail {

class fault_book {
public:
    void add(fault added) { entries_.push_back({std::move(added), 0}); }
    void clear() { entries_.clear(); }

    /// Counts a call of the procedure, and says what strikes it: all of them together.
    [[nodiscard]] fault::effects strike_call(std::string_view procedure);
    [[nodiscard]] fault::effects strike_login();

private:
    struct entry {
        sim::fault fault;
        std::uint32_t met = 0;
    };

    template <class Matches>
    fault::effects strike(Matches matches);

    std::vector<entry> entries_;
};

} // namespace ssislb::sim::detail
