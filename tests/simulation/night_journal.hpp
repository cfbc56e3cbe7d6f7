// A journal in memory that knows what survives: the end of a process, or of its machine.
#pragma once

#include "chance.hpp"
#include "mutant.hpp"
#include "scenario.hpp"

#include <ssislb/model/journal.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ssislb::simulation {

/// Who is told of what the journal has taken.
class journal_reader {
public:
    virtual void taken(timed_event const&) = 0;
    /// All that was taken is on the disk.
    virtual void synchronized() = 0;
    /// All but the first so many events are gone.
    virtual void cut_to(std::size_t events) = 0;

protected:
    ~journal_reader() = default;
};

/// How a process that writes is to die.
enum class death : std::uint8_t { killed, power_lost };

class night_journal {
public:
    night_journal(journal_reader&, std::vector<fatal_write>, mutant, chance);

    /// None: the process lives on. What it had written by then is in the journal.
    [[nodiscard]] std::optional<death> append(std::span<timed_event const>);

    /// What was not synchronized is lost, or a part of it.
    void lose_power();

    [[nodiscard]] std::vector<timed_event> const& events() const noexcept { return events_; }

private:
    void take(std::span<timed_event const>);
    void distort(std::vector<timed_event>&) const;

    journal_reader& reader_;
    std::vector<fatal_write> fatal_;
    mutant mutant_;
    chance chance_;
    std::vector<timed_event> events_;
    std::size_t synchronized_ = 0;
    std::uint64_t writes_ = 0;
};

} // namespace ssislb::simulation
