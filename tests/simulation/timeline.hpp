// Virtual time: what will happen, in the order in which it happens.
#pragma once

#include <ssislb/base/time.hpp>

#include <cstdint>
#include <vector>

namespace ssislb::simulation {

/// Milliseconds since the simulation began.
using instant = std::int64_t;

/// Something that can happen at an instant.
class occurrence {
public:
    /// `tag` is what was given with the instant. False: nothing happened, it had been taken back.
    virtual bool occur(std::uint64_t tag) = 0;

protected:
    ~occurrence() = default;
};

/// A heap of entries that own nothing. What happens at one instant happens in the order in which it
/// was put in.
class timeline {
public:
    [[nodiscard]] instant now() const noexcept { return now_; }

    /// Object lifetimes: `what` is needed until then. An instant that has passed means now.
    void at(instant when, occurrence& what, std::uint64_t tag);
    void after(instant delay, occurrence& what, std::uint64_t tag) { at(now_ + delay, what, tag); }

    /// Goes on to the next entry and carries it out. False: there is none.
    bool step();

    /// Entries that were carried out; those that had been taken back do not count.
    [[nodiscard]] std::uint64_t carried_out() const noexcept { return carried_out_; }

private:
    struct entry {
        instant at;
        std::uint64_t order;
        occurrence* what;
        std::uint64_t tag;
    };
    struct later {
        bool operator()(entry const& left, entry const& right) const noexcept {
            return left.at != right.at ? left.at > right.at : left.order > right.order;
        }
    };

    std::vector<entry> heap_;
    instant now_ = 0;
    std::uint64_t order_ = 0;
    std::uint64_t carried_out_ = 0;
};

} // namespace ssislb::simulation
