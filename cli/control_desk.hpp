// Answers the questions that come through a run's control socket.
#pragma once

#include "control_question.hpp"

#include <ssislb/run/package_run.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace ssislb::cli {

class control_desk {
public:
    /// Object lifetimes: run and package are kept by reference.
    control_desk(package_run& run, parent_package const& package);

    /// A line of JSON for a line of JSON, both without their ends. `ok` tells whether it was
    /// granted; what is refused has a `reason`, a word, and a `message`, a sentence.
    [[nodiscard]] boost::asio::awaitable<std::string> answer(std::string line);

private:
    [[nodiscard]] std::string who() const;

    package_run& run_;
    parent_package const& package_;
    timestamp since_;
};

/// The line for what cannot be granted.
[[nodiscard]] std::string refusal_line(std::string_view reason, std::string_view message);

} // namespace ssislb::cli
