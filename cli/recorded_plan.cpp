#include "recorded_plan.hpp"

#include "plan_file.hpp"

#include <ssislb/plan/load_plan.hpp>

#include <cstdio>
#include <filesystem>
#include <utility>

namespace ssislb::cli {

std::optional<parent_package> package_of(recorded_run const& run) {
    auto loaded = parse_plan(run.plan_text, run.record.what.plan);
    if (!loaded.error)
        return std::move(loaded.package);
    for (auto const& each : loaded.mistakes)
        std::fprintf(stderr, "in the journal: %s\n", to_string(each).c_str());
    return std::nullopt;
}

std::variant<current_plan, exit_code> plan_of(recorded_run const& run) {
    auto const& path = run.record.what.plan;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) {
        auto package = package_of(run);
        if (!package)
            return exit_code::plan_not_loaded;
        std::fprintf(stderr,
                     "%s is not there any more; the run goes on with what the journal has "
                     "of it\n",
                     path.c_str());
        return current_plan{*std::move(package), run.plan_text, {}, false};
    }
    auto opened = open_plan(path);
    if (auto const* answer = std::get_if<exit_code>(&opened); answer != nullptr)
        return *answer;
    auto& plan = std::get<opened_plan>(opened);
    bool const is_edited = plan.text != run.plan_text;
    return current_plan{std::move(plan.package), std::move(plan.text), std::move(plan.warnings),
                        is_edited};
}

} // namespace ssislb::cli
