// Deliberately wrong variants of what stands around the run: proof that the invariants can fail.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ssislb::simulation {

enum class mutant : std::uint8_t {
    none,

    // The server's Agent (simulated_agent).
    /// A start whose answer was lost is sent once more.
    starts_again_when_unanswered,
    /// It counts as not having happened, or as accepted.
    lost_answer_is_no_start,
    lost_answer_is_a_start,
    /// Somebody else's run counts as ours.
    busy_is_accepted,
    /// A start in doubt is answered without a look.
    doubt_means_no,
    /// Or after a single one.
    one_look_is_enough,
    /// What a dead process has sent is thought to be gone.
    dead_processes_send_nothing,
    any_login_is_ours,
    hidden_means_no,
    old_sessions_are_forgotten,
    reads_newest_history,
    package_is_the_job,
    pick_up_is_an_end,
    idle_is_an_end,
    restart_is_an_end,

    // The journal.
    intent_is_lost,
    intent_is_not_synced,
    acceptance_is_lost,
    end_is_lost,
    refusal_is_lost,
    mark_is_blank,
    servers_are_swapped,
    outcomes_are_swapped,
    wish_is_lost,

    // The process.
    resume_forgets_the_past,
    resume_forgets_the_end,
};

struct mutant_description {
    mutant which;
    std::string_view name;
    std::string_view what;
};

[[nodiscard]] std::span<mutant_description const> all_mutants() noexcept;
[[nodiscard]] std::optional<mutant> mutant_named(std::string_view) noexcept;

} // namespace ssislb::simulation
