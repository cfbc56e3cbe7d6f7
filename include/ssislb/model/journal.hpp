// Where every event of a run goes before it has an effect.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/model/event.hpp>

#include <span>
#include <vector>

namespace ssislb {

/// Whether something outside follows from the event at once: it must be on stable storage before.
/// Others may be lost with the machine's power, not with the process: servers tell them again.
[[nodiscard]] bool licenses_an_effect(run_event const&) noexcept;

/// The seam to a store of events.
///
/// A journal is given every event in order, before the scheduler sees it and before anything
/// outside follows from it. Events that come together are given together, so that they cost one
/// synchronization.
///
/// Thread safety: append is called from one thread at a time.
class journal {
public:
    virtual ~journal() = default;

    /// Takes all of the events or, when it fails, none. They survive the end of the process when
    /// it returns; and that of the machine, with all events before, where one of them licenses an
    /// effect.
    ///
    /// May block on storage. An error ends the run: nothing more is started.
    [[nodiscard]] virtual error_code append(std::span<timed_event const>) = 0;

protected:
    journal() = default;
    journal(journal const&) = default;
    journal& operator=(journal const&) = default;
};

/// Keeps the events of a run in memory.
class memory_journal final : public journal {
public:
    [[nodiscard]] error_code append(std::span<timed_event const>) override;

    /// Valid until the next append.
    [[nodiscard]] std::span<timed_event const> events() const noexcept { return events_; }

private:
    std::vector<timed_event> events_;
};

} // namespace ssislb
