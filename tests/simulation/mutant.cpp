// Deliberately wrong variants of what stands around the run: proof that the invariants can fail.
#include "mutant.hpp"

#include <algorithm>
#include <array>

namespace ssislb::simulation {
namespace {

constexpr std::array descriptions{
    mutant_description{mutant::starts_again_when_unanswered, "starts-again-when-unanswered",
                       "a start whose answer was lost is sent once more"},
    mutant_description{mutant::lost_answer_is_no_start, "lost-answer-is-no-start",
                       "a start whose answer was lost counts as not sent"},
    mutant_description{mutant::lost_answer_is_a_start, "lost-answer-is-a-start",
                       "a start whose answer was lost counts as accepted"},
    mutant_description{mutant::busy_is_accepted, "busy-is-accepted",
                       "a refusal because the job runs counts as accepted"},
    mutant_description{mutant::doubt_means_no, "doubt-means-no",
                       "a start in doubt is denied without a look"},
    mutant_description{mutant::one_look_is_enough, "one-look-is-enough",
                       "a start in doubt is denied after a single look"},
    mutant_description{mutant::dead_processes_send_nothing, "dead-processes-send-nothing",
                       "requests of a dead process are thought to have arrived or to be gone"},
    mutant_description{mutant::any_login_is_ours, "any-login-is-ours",
                       "nobody looks who invoked a run"},
    mutant_description{mutant::hidden_means_no, "hidden-means-no",
                       "where no activity is shown a start in doubt is denied"},
    mutant_description{mutant::old_sessions_are_forgotten, "old-sessions-are-forgotten",
                       "after a restart of the Agent the session before is not looked at"},
    mutant_description{mutant::reads_newest_history, "reads-newest-history",
                       "history rows are not held against the mark"},
    mutant_description{mutant::package_is_the_job, "package-is-the-job",
                       "a failed package is good when its job went on"},
    mutant_description{mutant::pick_up_is_an_end, "pick-up-is-an-end",
                       "who waits takes the start of a job for its good end"},
    mutant_description{mutant::idle_is_an_end, "idle-is-an-end",
                       "a job that is idle counts as ended well"},
    mutant_description{mutant::restart_is_an_end, "restart-is-an-end",
                       "a run that was lost with its Agent counts as failed"},
    mutant_description{mutant::intent_is_lost, "intent-is-lost", "the journal drops intents"},
    mutant_description{mutant::intent_is_not_synced, "intent-is-not-synced",
                       "the journal does not synchronize intents"},
    mutant_description{mutant::acceptance_is_lost, "acceptance-is-lost",
                       "the journal drops acceptances"},
    mutant_description{mutant::end_is_lost, "end-is-lost", "the journal drops ends of jobs"},
    mutant_description{mutant::refusal_is_lost, "refusal-is-lost", "the journal drops refusals"},
    mutant_description{mutant::mark_is_blank, "mark-is-blank",
                       "the journal drops what a mark knew of earlier runs"},
    mutant_description{mutant::servers_are_swapped, "servers-are-swapped",
                       "the journal writes an intent down for the first server"},
    mutant_description{mutant::outcomes_are_swapped, "outcomes-are-swapped",
                       "the journal writes failures down as successes"},
    mutant_description{mutant::wish_is_lost, "wish-is-lost",
                       "the journal drops drains, skips, pauses and cancellations"},
    mutant_description{mutant::resume_forgets_the_past, "resume-forgets-the-past",
                       "a resumed run begins anew"},
    mutant_description{mutant::resume_forgets_the_end, "resume-forgets-the-end",
                       "a resumed run does not read the last ten events"},
};

} // namespace

std::span<mutant_description const> all_mutants() noexcept {
    return descriptions;
}

std::optional<mutant> mutant_named(std::string_view name) noexcept {
    auto const found = std::ranges::find(descriptions, name, &mutant_description::name);
    return found == descriptions.end() ? std::nullopt : std::optional(found->which);
}

} // namespace ssislb::simulation
