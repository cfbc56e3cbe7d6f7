#include "agent/refusal_reason.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace ssislb::detail {
namespace {

struct phrase {
    std::string_view words;
    agent_errc meaning;
};

// The order matters: the refusal of a stop holds words of the others.
constexpr std::array<phrase, 5> phrases{
    {{"not currently running so it cannot", agent_errc::agent_not_running},
     {"job is not currently running", agent_errc::job_not_running},
     {"already running", agent_errc::job_already_running},
     {"pending request", agent_errc::job_start_pending},
     {"has been suspended", agent_errc::job_suspended}}};

/// The words are the server's, which may speak another language. They are heard only where the
/// state has nothing to say: the run that was in the way may have ended before we asked, and an
/// Agent that is down leaves no state at all.
std::optional<agent_errc> in_words(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    for (auto const& [words, meaning] : phrases)
        if (lower.find(words) != std::string::npos)
            return meaning;
    return std::nullopt;
}

} // namespace

error_code meaning_of(error_code error) noexcept {
    if (error.category() != sql_server_category())
        return error;
    switch (static_cast<sql_server_errc>(error.value())) {
    case sql_server_errc::not_found:
        return agent_errc::job_not_found;
    case sql_server_errc::name_ambiguous:
        return agent_errc::job_ambiguous;
    case sql_server_errc::job_not_targeted_start:
    case sql_server_errc::job_not_targeted_stop:
        return agent_errc::job_not_targeted;
    case sql_server_errc::agent_starting:
        return agent_errc::agent_starting;
    default:
        return error;
    }
}

error_code refused_start(refusal_facts const& facts) {
    // The job's state comes from the Agent's memory: what runs there, runs.
    if (facts.job != nullptr && facts.job->runs())
        return agent_errc::job_already_running;
    if (facts.job != nullptr && facts.job->execution_status == job_state::suspended)
        return agent_errc::job_suspended;
    // From here on the job looks idle, as all do when the Agent is down. A row that is open or
    // pending can then be what a dead Agent left behind, so the words come first.
    if (auto const said = in_words(facts.text))
        return *said;
    if (facts.activity != nullptr && is_pending(*facts.activity))
        return agent_errc::job_start_pending;
    return agent_errc::agent_not_running;
}

error_code refused_stop(refusal_facts const& facts) {
    if (facts.job != nullptr && facts.job->runs())
        return sql_server_errc::agent_refused;
    return in_words(facts.text).value_or(agent_errc::job_not_running);
}

} // namespace ssislb::detail
