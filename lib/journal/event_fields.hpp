// What each event consists of, told once: for writing it, for reading it, and for changing its ids.
#pragma once

#include <ssislb/model/event.hpp>

#include <type_traits>

namespace ssislb::detail {

// An archive is called with a name and a field, or with an id alone. Which fields there are may not
// depend on their values.

template <class Archive, class Event>
requires std::is_empty_v<Event>
void fields(Archive&, Event&) {}

template <class Archive>
void fields(Archive& to, job_mark& mark) {
    to("job", mark.job);
    to("session", mark.session);
    to("requested", mark.run_requested);
    to("history", mark.history);
    to("taken_at", mark.taken_at);
}

template <class Archive>
void fields(Archive& to, attempt_result& result) {
    to("job", result.job);
    to("package", result.package);
    to("step", result.failed_step);
    to("message", result.message);
    to("started", result.started);
    to("duration", result.duration);
}

template <class Archive>
void fields(Archive& to, past_length& length) {
    to("task", length.task);
    to("median", length.median);
    to("spread", length.spread);
    to("runs", length.runs);
}

template <class Archive>
void fields(Archive& to, event::server_up& what) {
    to(what.server);
}

template <class Archive>
void fields(Archive& to, event::server_down& what) {
    to(what.server);
    to("reason", what.reason);
    to("text", what.text);
    to("final", what.final);
}

template <class Archive>
void fields(Archive& to, event::tasks_barred& what) {
    to(what.server);
    to("tasks", what.tasks);
    to("reason", what.reason);
}

template <class Archive>
void fields(Archive& to, event::history_read& what) {
    to(what.server);
    to("lengths", what.lengths);
}

template <class Archive>
void fields(Archive& to, event::server_drained& what) {
    to(what.server);
}

template <class Archive>
void fields(Archive& to, event::server_undrained& what) {
    to(what.server);
}

template <class Archive>
void fields(Archive& to, event::server_limited& what) {
    to(what.server);
    to("max_jobs", what.max_jobs);
}

template <class Archive>
void fields(Archive& to, event::foreign_load& what) {
    to(what.server);
    to("jobs", what.jobs);
}

template <class Archive>
void fields(Archive& to, event::threads_short& what) {
    to(what.server);
    to("waiting", what.waiting);
}

template <class Archive>
void fields(Archive& to, event::task_skip_requested& what) {
    to(what.task);
}

template <class Archive>
void fields(Archive& to, event::start_decided& what) {
    to(what.attempt);
    to(what.server);
}

template <class Archive>
void fields(Archive& to, event::start_intended& what) {
    to(what.attempt);
    to(what.server);
    to("before", what.before);
}

template <class Archive>
void fields(Archive& to, event::start_accepted& what) {
    to(what.attempt);
}

template <class Archive>
void fields(Archive& to, event::start_refused& what) {
    to(what.attempt);
    to("why", what.why);
    to("reason", what.reason);
    to("text", what.text);
}

template <class Archive>
void fields(Archive& to, event::start_in_doubt& what) {
    to(what.attempt);
}

template <class Archive>
void fields(Archive& to, event::start_disproved& what) {
    to(what.attempt);
    to("text", what.text);
}

template <class Archive>
void fields(Archive& to, event::job_started& what) {
    to(what.attempt);
    to("at", what.at);
}

template <class Archive>
void fields(Archive& to, event::job_finished& what) {
    to(what.attempt);
    to("result", what.result);
    to("detection_delay", what.detection_delay);
}

template <class Archive>
void fields(Archive& to, event::attempt_lost& what) {
    to(what.attempt);
    to("reason", what.reason);
    to("text", what.text);
}

template <class Archive>
void fields(Archive& to, event::cancel_requested& what) {
    to("stop_jobs", what.stop_jobs);
}

} // namespace ssislb::detail
