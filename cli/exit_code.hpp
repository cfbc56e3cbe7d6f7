// How the command ends; the numbers follow dtexec.
#pragma once

#include <ssislb/model/outcome.hpp>

namespace ssislb::cli {

enum class exit_code : int {
    succeeded = 0,
    failed = 1,
    canceled = 3,
    plan_not_found = 4,
    plan_not_loaded = 5,
    usage = 6,
};

[[nodiscard]] constexpr exit_code exit_code_of(outcome result) noexcept {
    switch (result) {
    case outcome::succeeded:
        return exit_code::succeeded;
    case outcome::canceled:
        return exit_code::canceled;
    default:
        return exit_code::failed;
    }
}

} // namespace ssislb::cli
