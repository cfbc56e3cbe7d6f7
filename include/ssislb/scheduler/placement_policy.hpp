// The seam for placement: which ready task starts on which server, and which one waits.
#pragma once

#include <ssislb/base/time.hpp>
#include <ssislb/model/ids.hpp>
#include <ssislb/model/parent_package.hpp>
#include <ssislb/scheduler/duration_estimates.hpp>
#include <ssislb/scheduler/server_set.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ssislb {

/// A server as placement sees it.
struct server_load {
    /// Slots for our jobs, and how many of them are free.
    std::uint32_t max_jobs = 0;
    std::uint32_t free = 0;
    double speed = 1.0;
    /// Up, its Agent not known to be down, not drained, in one of its windows, not full of the jobs
    /// of others.
    bool accepting = false;
    /// Starts have come too quickly: none now, although slots may be free; when again, as far as
    /// that is known.
    bool gated = false;
    std::optional<timestamp> opens_at;
    timestamp last_start;
};

/// An attempt that holds a slot.
struct running_attempt {
    attempt_id attempt;
    server_id server{};
    /// When the slot was taken, or the start was accepted if that is known.
    timestamp since;
};

/// What a policy sees and where it puts its choices. Each placement shows in the board at once:
/// the slot is taken, and the job is in use on that server.
///
/// A board lives for one call of the policy. Spans stay valid until then.
class placement_board {
public:
    virtual ~placement_board() = default;

    [[nodiscard]] virtual timestamp now() const = 0;

    /// Tasks whose constraints hold: the more urgent first (by the highest priority of a task and
    /// of all that depend on it), then those of the policy's higher ranks, then in plan order.
    /// Tasks placed in this call stay listed.
    [[nodiscard]] virtual std::span<task_id const> ready() const = 0;

    /// Position in ready() of the first task from `from` on that can be placed now; ready().size()
    /// if there is none. Costs little for tasks that cannot.
    [[nodiscard]] virtual std::size_t next_startable(std::size_t from) const = 0;

    /// Servers on which the task can be placed now. Valid until the next call of a member.
    [[nodiscard]] virtual server_set const& startable_on(task_id) const = 0;

    /// Servers that would take the task now or when a slot or its job gets free there: what a
    /// policy that plans over busy slots may wait for. None while a mutex of the task is held or a
    /// tag of it is at its limit, and no server that has such a tag: there a slot is not what is
    /// missing. Valid until the next call of a member.
    [[nodiscard]] virtual server_set const& worth_waiting_for(task_id) const = 0;

    /// Servers that have the tags which the task prefers; null if it prefers none. Valid as long
    /// as the board.
    [[nodiscard]] virtual server_set const* preferred(task_id) const = 0;

    /// All servers of the package, by server_id.
    [[nodiscard]] virtual std::span<server_load const> servers() const = 0;

    /// Attempts that hold slots; those placed in this call stand at the end.
    [[nodiscard]] virtual std::span<running_attempt const> running() const = 0;

    /// How long the task is thought to last there.
    [[nodiscard]] virtual estimated_duration estimate(task_id, server_id) const = 0;

    /// Starts the task there. False, and nothing happens, if it cannot be placed on that server:
    /// not ready, no free slot, the job in use there, a mutex held, the limit of a tag or
    /// max_concurrent_executables reached.
    virtual bool place(task_id, server_id) = 0;

    /// The task waits for a slot that gets free after so long: for the rest of this call others are
    /// startable only if they leave it its mutexes and its shares of its tags' limits by then, as
    /// they are thought to last.
    virtual void claim(task_id, estimated_duration begin) = 0;

    /// The task waits for a mutex or the limit of a tag: what is placed later in this call and
    /// would last longer than what holds them now gets none of its mutexes and tags. Without that a
    /// task that needs two could wait for as long as others take turns at them. Nothing happens
    /// where it waits for something else.
    virtual void reserve(task_id) = 0;

protected:
    placement_board() = default;
    placement_board(placement_board const&) = default;
    placement_board& operator=(placement_board const&) = default;
};

/// Chooses servers for ready tasks.
///
/// Whatever a policy does, tasks cannot lock each other out: a start takes all that it needs at
/// once, and what runs ends some time. A policy may leave tasks unplaced to wait for a better slot.
/// It is asked again after every event, and at the instant that it names; so a task that it leaves
/// while nothing runs may wait for ever: it must not do that. Placements must follow from the board
/// and the policy's own state alone, never from a clock or a random device, or a run cannot be
/// replayed.
class placement_policy {
public:
    virtual ~placement_policy() = default;

    /// One number for each task, the order of ready(); none: plan order. Asked for
    /// again when histories tell more of durations.
    [[nodiscard]] virtual std::vector<double> ranks(parent_package const&,
                                                    duration_estimates const&) {
        return {};
    }

    /// When to be asked again if nothing happens until then; none: only when something does.
    virtual std::optional<timestamp> place(placement_board&) = 0;

protected:
    placement_policy() = default;
    placement_policy(placement_policy const&) = default;
    placement_policy& operator=(placement_policy const&) = default;
};

} // namespace ssislb
