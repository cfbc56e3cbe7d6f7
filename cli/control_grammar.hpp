// The words that change a run under way: drain, undrain, set, skip, pause, continue.
#pragma once

#include "control_question.hpp"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace ssislb::cli {

struct control_arguments {
    control_question question;
    /// Process id, package or socket of the run; empty: the only one there is.
    std::string run;
    bool json = false;
};

/// Adds the commands to the command line, and tells what was typed.
class control_grammar {
public:
    explicit control_grammar(CLI::App& to);

    control_grammar(control_grammar const&) = delete;
    control_grammar& operator=(control_grammar const&) = delete;

    /// Which of the commands was typed, if any. Preconditions: the command line has been parsed.
    [[nodiscard]] std::optional<control_arguments> typed() const;

private:
    using verb = control_question::verb;

    struct word {
        CLI::App* app;
        verb what;
    };

    CLI::App& add(CLI::App& to, verb, std::string const& what_it_does);
    void add_server(CLI::App& to);

    std::vector<word> words_;
    control_arguments values_;
    std::string setting_;
};

} // namespace ssislb::cli
