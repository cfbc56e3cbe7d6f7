#include "progress_view.hpp"

#include <ssislb/report/summary_text.hpp>
#include <ssislb/report/text_line.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <type_traits>

namespace ssislb::cli {
namespace {

constexpr std::chrono::milliseconds frame{100};

/// At most so many code points; a cut is shown.
std::string cut(std::string const& text, std::size_t columns) {
    std::size_t shown = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80)
            continue;
        if (++shown >= columns)
            return text.substr(0, i) + "\u2026";
    }
    return text;
}

template <class... Kinds>
bool is_any_of(run_notice const& what) {
    return (std::holds_alternative<Kinds>(what) || ...);
}

std::string in_seconds(milliseconds length) {
    return format_duration(std::chrono::floor<std::chrono::seconds>(length));
}

} // namespace

progress_view::progress_view(boost::asio::any_io_executor executor, parent_package const& package,
                             output& to, double speed, bool colours)
    : package_(package)
    , to_(to)
    , speed_(speed)
    , colours_(colours)
    , redraw_(std::move(executor)) {
    for (auto const& each : package.servers)
        rows_.push_back({.max_jobs = each.max_jobs, .running = {}});
}

void progress_view::on_notice(timed_notice const& said) {
    last_ = said.at;
    last_seen_ = std::chrono::steady_clock::now();
    auto const line = to_text_line(package_, said);
    std::visit(
        [this, at = said.at](auto const& what) {
            if constexpr (requires { take(at, what); })
                take(at, what);
        },
        said.what);
    // Starts show in the live part; what went wrong or ended stays on the screen.
    if (!line.empty() && !std::holds_alternative<notice::attempt_started>(said.what) && !over_)
        print(line, colour_of(said.what));
    redraw_later();
}

void progress_view::take(timestamp at, notice::run_started const&) {
    started_ = at;
}

void progress_view::take(timestamp, notice::run_resumed const& resumed) {
    started_ = resumed.so_far.started;
    for (auto const& each : resumed.so_far.tasks) {
        bool const bad = each.result != outcome::succeeded && each.result != outcome::skipped;
        settled_ += each.finished ? 1U : 0U;
        troubled_ += each.finished && bad ? 1U : 0U;
    }
    for (auto const& each : resumed.running)
        take(*resumed.so_far.tasks[index(each.attempt.task)].started, each);
}

void progress_view::take(timestamp, notice::server_up const& up) {
    rows_[index(up.server)].up = true;
}

void progress_view::take(timestamp, notice::server_down const& down) {
    rows_[index(down.server)].up = false;
}

void progress_view::take(timestamp, notice::server_drained const& drained) {
    rows_[index(drained.server)].drained = true;
}

void progress_view::take(timestamp, notice::server_undrained const& undrained) {
    rows_[index(undrained.server)].drained = false;
}

void progress_view::take(timestamp, notice::server_limited const& limited) {
    rows_[index(limited.server)].max_jobs = limited.max_jobs;
}

void progress_view::take(timestamp, notice::foreign_load const& load) {
    rows_[index(load.server)].foreign = load.jobs;
}

void progress_view::take(timestamp, notice::run_paused const&) {
    paused_ = true;
}

void progress_view::take(timestamp, notice::run_continued const&) {
    paused_ = false;
}

void progress_view::take(timestamp at, notice::attempt_started const& started) {
    rows_[index(started.server)].running[started.attempt] = {started.attempt.task, at};
}

void progress_view::take(timestamp, notice::attempt_finished const& finished) {
    rows_[index(finished.server)].running.erase(finished.attempt);
}

/// Also of one that was taken for started.
void progress_view::take(timestamp, notice::start_refused const& refused) {
    rows_[index(refused.server)].running.erase(refused.attempt);
}

void progress_view::take(timestamp, notice::task_finished const& finished) {
    ++settled_;
    if (finished.result != outcome::succeeded)
        ++troubled_;
}

void progress_view::take(timestamp, notice::task_skipped const&) {
    ++settled_;
}

void progress_view::take(timestamp, notice::run_finished const& end) {
    over_ = true;
    redraw_.cancel();
    to_.write(erase() + to_text(package_, end.summary));
    drawn_ = 0;
}

void progress_view::say(std::string_view line) {
    print(line, colour::none);
}

void progress_view::print(std::string_view line, colour paint) {
    to_.write(erase() + painted(line, paint) + '\n');
    drawn_ = 0;
    redraw_later();
}

progress_view::colour progress_view::colour_of(run_notice const& what) {
    if (is_any_of<notice::warning, notice::start_refused, notice::server_drained,
                  notice::run_paused, notice::threads_short, notice::deadline_endangered>(what))
        return colour::yellow;
    if (is_any_of<notice::server_down>(what))
        return colour::red;
    if (is_any_of<notice::task_skipped>(what))
        return colour::dim;
    auto const* attempt = std::get_if<notice::attempt_finished>(&what);
    auto const* task = std::get_if<notice::task_finished>(&what);
    if (attempt == nullptr && task == nullptr)
        return colour::none;
    auto const result = attempt != nullptr ? attempt->result : task->result;
    return result == outcome::succeeded  ? colour::green
           : result == outcome::canceled ? colour::yellow
                                         : colour::red;
}

void progress_view::redraw_later() {
    if (over_ || redrawing_)
        return;
    redrawing_ = true;
    redraw_.expires_after(frame);
    redraw_.async_wait([this](auto const& error) {
        redrawing_ = false;
        if (!error && !over_)
            redraw();
    });
}

void progress_view::redraw() {
    auto const lines = live_lines();
    std::string text = erase();
    for (auto const& line : lines)
        text += line + '\n';
    drawn_ = lines.size();
    if (to_.write(text))
        redraw_later();
}

std::vector<std::string> progress_view::live_lines() const {
    std::vector<std::string> lines{totals()};
    auto const room = static_cast<std::size_t>(std::max(output::height() - 3, 1));
    for (std::size_t i = 0; i < package_.servers.size() && i < room; ++i)
        lines.push_back(server_line(i));
    return lines;
}

std::string progress_view::totals() const {
    std::size_t running = 0;
    for (auto const& each : rows_)
        running += each.running.size();
    auto const text =
        fmt::format("{}{}: {} of {} tasks done, {} running, {} in trouble, {}", package_.name,
                    paused_ ? ", paused" : "", settled_, package_.tasks.size(), running, troubled_,
                    in_seconds(now() - started_));
    return cut(text, static_cast<std::size_t>(output::width()));
}

std::string progress_view::server_line(std::size_t at) const {
    auto const& row = rows_[at];
    auto const& jobs = row.running;
    // More jobs than slots run where slots were taken away.
    auto const busy = std::min<std::size_t>(jobs.size(), 16);
    auto const slots = std::max(busy, std::min<std::size_t>(row.max_jobs, 16));
    std::string text = fmt::format("  {:<12} {}{} ", package_.servers[at].name,
                                   std::string(busy, '#'), std::string(slots - busy, '.'));
    if (row.max_jobs != package_.servers[at].max_jobs)
        text += fmt::format("of {} ", row.max_jobs);
    if (row.foreign > 0)
        text += fmt::format("{} of others ", row.foreign);
    if (row.drained)
        text += "drained ";
    if (!row.up && jobs.empty())
        text += "not connected";
    std::string_view separator;
    for (auto const& [id, job] : jobs) {
        text += fmt::format("{}{} {}", separator, package_[job.task].name,
                            in_seconds(now() - job.since));
        separator = ", ";
    }
    return cut(text, static_cast<std::size_t>(output::width()));
}

std::string progress_view::erase() const {
    return drawn_ == 0 ? std::string() : fmt::format("\x1b[{}A\x1b[J", drawn_);
}

std::string progress_view::painted(std::string_view text, colour in) const {
    if (!colours_ || in == colour::none)
        return std::string(text);
    auto const code = in == colour::green    ? "32"
                      : in == colour::red    ? "31"
                      : in == colour::yellow ? "33"
                                             : "2";
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

timestamp progress_view::now() const {
    std::chrono::duration<double, std::milli> const passed =
        std::chrono::steady_clock::now() - last_seen_;
    return last_ + milliseconds(static_cast<std::int64_t>(passed.count() * speed_));
}

} // namespace ssislb::cli
