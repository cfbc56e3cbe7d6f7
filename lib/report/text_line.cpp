#include <ssislb/report/text_line.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace ssislb {
namespace {

/// One line whatever the server sent: line ends and control characters become blanks.
std::string one_line(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return text;
}

std::string with(std::string_view separator, std::string const& text) {
    return text.empty() ? std::string() : std::string(separator) + one_line(text);
}

class notice_teller {
public:
    explicit notice_teller(parent_package const& package)
        : package_(package) {}

    std::string operator()(notice::run_started const&) const {
        return fmt::format("run started: {}: {}, {}", package_.name,
                           counted(package_.tasks.size(), "task"),
                           counted(package_.servers.size(), "server"));
    }

    std::string operator()(notice::run_resumed const& resumed) const {
        auto const& tasks = resumed.so_far.tasks;
        auto const settled = std::ranges::count_if(
            tasks, [](task_summary const& one) { return one.finished.has_value(); });
        return fmt::format("run resumed: {}: {} of {} settled, {} running when it was left",
                           package_.name, settled, counted(tasks.size(), "task"),
                           counted(resumed.running.size(), "job"));
    }

    std::string operator()(notice::server_up const& up) const {
        return fmt::format("server up: {}{}", name(up.server),
                           with(", SQL Server ", up.product_version));
    }

    std::string operator()(notice::server_down const& down) const {
        return fmt::format("server {}: {}", down.final ? "given up" : "down", one_line(down.text));
    }

    std::string operator()(notice::server_drained const& drained) const {
        return fmt::format("server drained: {}", name(drained.server));
    }

    std::string operator()(notice::server_undrained const& undrained) const {
        return fmt::format("server takes work again: {}", name(undrained.server));
    }

    std::string operator()(notice::server_limited const& limited) const {
        return fmt::format("server limited: {} to {} at a time", name(limited.server),
                           counted(limited.max_jobs, "job"));
    }

    std::string operator()(notice::foreign_load const& load) const {
        return fmt::format("server {}: {} of others there", name(load.server),
                           counted(load.jobs, "job"));
    }

    std::string operator()(notice::threads_short const& shortage) const {
        return fmt::format("server {}: jobs wait for worker threads, {} of ours; nothing more is "
                           "started there for a while",
                           name(shortage.server), shortage.waiting);
    }

    std::string operator()(notice::deadline_endangered const& deadline) const {
        auto const due = to_rfc3339(deadline.finish_by);
        if (!deadline.expected_end)
            return fmt::format("deadline in danger: {}; the run does not end by itself", due);
        return fmt::format("deadline in danger: {}; the run is expected to end {} later", due,
                           format_duration(*deadline.expected_end - deadline.finish_by));
    }

    std::string operator()(notice::deadline_safe const& deadline) const {
        return fmt::format("deadline can be kept: {}; the run is expected to end {} before",
                           to_rfc3339(deadline.finish_by),
                           format_duration(deadline.finish_by - deadline.expected_end));
    }

    std::string operator()(notice::skip_requested const& requested) const {
        return fmt::format("skip requested: {}", name(requested.task));
    }

    std::string operator()(notice::run_paused const&) const { return "run paused"; }
    std::string operator()(notice::run_continued const&) const { return "run continued"; }

    std::string operator()(notice::attempt_started const& started) const {
        return fmt::format("started: {} on {}{}", name(started.attempt.task), name(started.server),
                           again(started.ordinal));
    }

    std::string operator()(notice::attempt_finished const& finished) const {
        auto text = fmt::format("{}: {} on {} after {}", to_string(finished.result),
                                name(finished.attempt.task), name(finished.server),
                                format_duration(finished.elapsed));
        if (finished.result == outcome::succeeded)
            return text;
        text += with(", step ", finished.details.failed_step);
        text += with(": ", finished.details.message);
        if (finished.retry_at)
            text += fmt::format(" (next attempt at {})", to_rfc3339(*finished.retry_at));
        return text;
    }

    std::string operator()(notice::start_refused const& refused) const {
        return fmt::format("not started: {} on {}: {}", name(refused.attempt.task),
                           name(refused.server), one_line(refused.text));
    }

    std::string operator()(notice::task_finished const& finished) const {
        // What its last attempt said already is not said twice.
        if (finished.why == settle_reason::attempt)
            return {};
        if (finished.why == settle_reason::timed_out)
            return fmt::format("timed out: {}", name(finished.task));
        return fmt::format("{}: {}{}", to_string(finished.result), name(finished.task),
                           with(": ", finished.text));
    }

    std::string operator()(notice::task_skipped const& skipped) const {
        return fmt::format("skipped: {} ({})", name(skipped.task), to_string(skipped.why));
    }

    std::string operator()(notice::warning const& warning) const {
        return "warning: " + one_line(warning.text);
    }

    std::string operator()(notice::run_finished const& finished) const {
        return fmt::format("run finished: {} after {}", to_string(finished.summary.result),
                           format_duration(finished.summary.makespan()));
    }

private:
    [[nodiscard]] std::string name(task_id id) const { return one_line(package_[id].name); }
    [[nodiscard]] std::string name(server_id id) const { return one_line(package_[id].name); }

    [[nodiscard]] static std::string again(std::uint32_t ordinal) {
        return ordinal > 1 ? fmt::format(", attempt {}", ordinal) : std::string();
    }

    [[nodiscard]] static std::string counted(std::size_t count, std::string_view what) {
        return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
    }

    parent_package const& package_;
};

} // namespace

std::string to_text_line(parent_package const& package, timed_notice const& said) {
    auto text = std::visit(notice_teller(package), said.what);
    if (text.empty())
        return text;
    return to_rfc3339(said.at) + ' ' + text;
}

} // namespace ssislb
