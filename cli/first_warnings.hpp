// Tells an observer warnings that were there before the run, right after its start.
#pragma once

#include <ssislb/run/run_observer.hpp>

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ssislb::cli {

class first_warnings final : public run_observer {
public:
    first_warnings(std::shared_ptr<run_observer> to, std::vector<std::string> warnings)
        : to_(std::move(to))
        , warnings_(std::move(warnings)) {}

    void on_notice(timed_notice const& said) override {
        to_->on_notice(said);
        if (!std::holds_alternative<notice::run_started>(said.what))
            return;
        for (auto& text : std::exchange(warnings_, {}))
            to_->on_notice({said.at, notice::warning{{}, {}, std::move(text)}});
    }

private:
    std::shared_ptr<run_observer> to_;
    std::vector<std::string> warnings_;
};

} // namespace ssislb::cli
