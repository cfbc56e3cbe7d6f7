// A run on a terminal: what has happened scrolls by, what happens now stays at the bottom.
#pragma once

#include "output.hpp"

#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/run_observer.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::cli {

class progress_view final : public run_observer {
public:
    /// `speed`: how fast the plan's time runs. Colours only when wanted.
    /// Object lifetimes: package and output are kept by reference.
    progress_view(boost::asio::any_io_executor, parent_package const& package, output& to,
                  double speed, bool colours);

    void on_notice(timed_notice const&) override;

    /// A line above the live part.
    void say(std::string_view line);

private:
    enum class colour { none, green, red, yellow, dim };

    struct running_job {
        task_id task{};
        timestamp since;
    };

    struct server_row {
        bool up = false;
        bool drained = false;
        std::uint32_t max_jobs = 1;
        std::uint32_t foreign = 0;
        std::map<attempt_id, running_job> running;
    };

    void take(timestamp at, notice::run_started const&);
    void take(timestamp at, notice::run_resumed const&);
    void take(timestamp at, notice::server_up const&);
    void take(timestamp at, notice::server_down const&);
    void take(timestamp at, notice::server_drained const&);
    void take(timestamp at, notice::server_undrained const&);
    void take(timestamp at, notice::server_limited const&);
    void take(timestamp at, notice::foreign_load const&);
    void take(timestamp at, notice::run_paused const&);
    void take(timestamp at, notice::run_continued const&);
    void take(timestamp at, notice::attempt_started const&);
    void take(timestamp at, notice::attempt_finished const&);
    void take(timestamp at, notice::start_refused const&);
    void take(timestamp at, notice::task_finished const&);
    void take(timestamp at, notice::task_skipped const&);
    void take(timestamp at, notice::run_finished const&);

    void print(std::string_view line, colour);
    [[nodiscard]] static colour colour_of(run_notice const&);
    void redraw_later();
    void redraw();
    [[nodiscard]] std::vector<std::string> live_lines() const;
    [[nodiscard]] std::string totals() const;
    [[nodiscard]] std::string server_line(std::size_t at) const;
    [[nodiscard]] std::string erase() const;
    [[nodiscard]] std::string painted(std::string_view text, colour) const;
    [[nodiscard]] timestamp now() const;

    parent_package const& package_;
    output& to_;
    double speed_;
    bool colours_;
    boost::asio::steady_timer redraw_;
    bool redrawing_ = false;
    bool over_ = false;
    std::size_t drawn_ = 0;
    std::vector<server_row> rows_;
    bool paused_ = false;
    std::size_t settled_ = 0;
    std::size_t troubled_ = 0;
    timestamp started_{};
    timestamp last_{};
    std::chrono::steady_clock::time_point last_seen_;
};

} // namespace ssislb::cli
