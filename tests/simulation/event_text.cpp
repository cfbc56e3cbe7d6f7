// Events and notices in words, for a trace.
#include "event_text.hpp"

#include <fmt/format.h>

namespace ssislb::simulation {
namespace {

std::string text_of(attempt_id id) {
    return fmt::format("task {} attempt {}", index(id.task), id.number);
}

std::string text_of(std::optional<server_time> at) {
    return at ? to_string(*at) : "-";
}

std::string text_of(job_mark const& mark) {
    return fmt::format("session {}, requested {}, history {}, at {}", mark.session.value_or(0),
                       text_of(mark.run_requested), mark.history, text_of(mark.taken_at));
}

struct event_words {
    std::string operator()(event::run_started const&) const { return "run_started"; }
    std::string operator()(event::run_resumed const&) const { return "run_resumed"; }
    std::string operator()(event::server_up const& what) const {
        return fmt::format("server_up: server {}", index(what.server));
    }
    std::string operator()(event::server_down const& what) const {
        return fmt::format("server_down: server {}{}, {}", index(what.server),
                           what.final ? " for good" : "", what.reason.message());
    }
    std::string operator()(event::tasks_barred const& what) const {
        return fmt::format("tasks_barred: {} on server {}, {}", what.tasks.size(),
                           index(what.server), what.reason.message());
    }
    std::string operator()(event::history_read const& what) const {
        return fmt::format("history_read: server {}", index(what.server));
    }
    std::string operator()(event::server_drained const& what) const {
        return fmt::format("server_drained: server {}", index(what.server));
    }
    std::string operator()(event::server_undrained const& what) const {
        return fmt::format("server_undrained: server {}", index(what.server));
    }
    std::string operator()(event::server_limited const& what) const {
        return fmt::format("server_limited: server {} to {}", index(what.server), what.max_jobs);
    }
    std::string operator()(event::foreign_load const& what) const {
        return fmt::format("foreign_load: server {}, {}", index(what.server), what.jobs);
    }
    std::string operator()(event::threads_short const& what) const {
        return fmt::format("threads_short: server {}, {}", index(what.server), what.waiting);
    }
    std::string operator()(event::task_skip_requested const& what) const {
        return fmt::format("task_skip_requested: task {}", index(what.task));
    }
    std::string operator()(event::run_paused const&) const { return "run_paused"; }
    std::string operator()(event::run_continued const&) const { return "run_continued"; }
    std::string operator()(event::start_decided const& what) const {
        return fmt::format("start_decided: {} on server {}", text_of(what.attempt),
                           index(what.server));
    }
    std::string operator()(event::start_intended const& what) const {
        return fmt::format("start_intended: {} on server {} ({})", text_of(what.attempt),
                           index(what.server), text_of(what.before));
    }
    std::string operator()(event::start_accepted const& what) const {
        return "start_accepted: " + text_of(what.attempt);
    }
    std::string operator()(event::start_refused const& what) const {
        return fmt::format("start_refused: {}, {}, {}", text_of(what.attempt), to_string(what.why),
                           what.reason.message());
    }
    std::string operator()(event::start_in_doubt const& what) const {
        return "start_in_doubt: " + text_of(what.attempt);
    }
    std::string operator()(event::start_disproved const& what) const {
        return "start_disproved: " + text_of(what.attempt);
    }
    std::string operator()(event::job_started const& what) const {
        return fmt::format("job_started: {} at {}", text_of(what.attempt), to_string(what.at));
    }
    std::string operator()(event::job_finished const& what) const {
        return fmt::format("job_finished: {}, job {}, package {}, began {}", text_of(what.attempt),
                           to_string(what.result.job), to_string(what.result.package),
                           text_of(what.result.started));
    }
    std::string operator()(event::attempt_lost const& what) const {
        return fmt::format("attempt_lost: {}, {}", text_of(what.attempt), what.reason.message());
    }
    std::string operator()(event::cancel_requested const& what) const {
        return fmt::format("cancel_requested{}", what.stop_jobs ? ", jobs are stopped" : "");
    }
    std::string operator()(event::tick const&) const { return "tick"; }
};

struct notice_words {
    std::string operator()(notice::attempt_started const& what) const {
        return fmt::format("attempt_started: {} on server {}", text_of(what.attempt),
                           index(what.server));
    }
    std::string operator()(notice::attempt_finished const& what) const {
        return fmt::format("attempt_finished: {} {}", text_of(what.attempt),
                           to_string(what.result));
    }
    std::string operator()(notice::task_finished const& what) const {
        return fmt::format("task_finished: task {} {} ({}) {}", index(what.task),
                           to_string(what.result), to_string(what.why), what.text);
    }
    std::string operator()(notice::task_skipped const& what) const {
        return fmt::format("task_skipped: task {} ({})", index(what.task), to_string(what.why));
    }
    std::string operator()(notice::run_resumed const& what) const {
        return fmt::format("run_resumed: {} running", what.running.size());
    }
    std::string operator()(notice::run_finished const& what) const {
        return fmt::format("run_finished: {}", to_string(what.summary.result));
    }
};

} // namespace

std::string text_of(run_event const& what) {
    return std::visit(event_words{}, what);
}

std::string text_of(run_notice const& what) {
    return std::visit(
        [&](auto const& one) {
            if constexpr (std::is_invocable_v<notice_words, decltype(one)>)
                return notice_words{}(one);
            else
                return std::string(name_of(what));
        },
        what);
}

} // namespace ssislb::simulation
