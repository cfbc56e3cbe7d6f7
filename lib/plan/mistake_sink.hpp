// Gathers the mistakes of a plan while it is read.
#pragma once

#include "plan/plan_value.hpp"

#include <ssislb/plan/plan_mistake.hpp>

#include <string>
#include <vector>

namespace ssislb::detail {

class mistake_sink {
public:
    void add(source_position at, std::string text);

    /// Also marks the entry, so that nothing that follows from it is reported.
    void add(plan_entry& entry, source_position at, std::string text);

    [[nodiscard]] bool empty() const noexcept { return found_.empty(); }

    /// In the order of their place, each one once.
    [[nodiscard]] std::vector<plan_mistake> take(std::string const& file) &&;

private:
    struct found {
        source_position at;
        std::string text;

        auto operator<=>(found const&) const = default;
    };

    std::vector<found> found_;
};

} // namespace ssislb::detail
