// A run as lines on standard output: plain text in a pipe, or JSON Lines.
#pragma once

#include "output.hpp"

#include <ssislb/model/parent_package.hpp>
#include <ssislb/run/run_observer.hpp>

namespace ssislb::cli {

enum class line_format { text, json };

class line_printer final : public run_observer {
public:
    /// Object lifetimes: package and output are kept by reference.
    line_printer(parent_package const& package, output& to, line_format format)
        : package_(package)
        , to_(to)
        , format_(format) {}

    void on_notice(timed_notice const&) override;

private:
    parent_package const& package_;
    output& to_;
    line_format format_;
};

} // namespace ssislb::cli
