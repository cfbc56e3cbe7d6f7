// Prints what happens, for a reader; or nothing, at no cost.
#pragma once

#include "timeline.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

namespace ssislb::simulation {

class tracer {
public:
    tracer(timeline const& time, bool on) noexcept
        : time_(time)
        , on_(on) {}

    [[nodiscard]] bool on() const noexcept { return on_; }

    /// `who` says whose doing it is: `etl1`, `network`, `journal`, `run`.
    template <class... Values>
    void operator()(std::string_view who, fmt::format_string<Values...> text,
                    Values&&... values) const {
        if (on_)
            fmt::print("{:>10.3f}  {:<10} {}\n", static_cast<double>(time_.now()) / 1000, who,
                       fmt::format(text, std::forward<Values>(values)...));
    }

private:
    timeline const& time_;
    bool on_;
};

} // namespace ssislb::simulation
