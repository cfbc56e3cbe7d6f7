#include "plan_file.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/plan/load_plan.hpp>

#include <cstdio>

namespace ssislb::cli {

std::variant<parent_package, exit_code> open_plan(std::string const& path) {
    auto loaded = load_plan(path);
    for (auto const& each : loaded.warnings)
        std::fprintf(stderr, "warning: %s\n", to_string(each).c_str());
    for (auto const& each : loaded.mistakes)
        std::fprintf(stderr, "%s\n", to_string(each).c_str());
    if (!loaded.error)
        return std::move(loaded.package);
    if (auto const count = loaded.mistakes.size(); loaded.error == plan_errc::invalid)
        std::fprintf(stderr, "%s: %zu %s; nothing was started\n", path.c_str(), count,
                     count == 1 ? "mistake" : "mistakes");
    return loaded.error == plan_errc::file_not_found ? exit_code::plan_not_found
                                                     : exit_code::plan_not_loaded;
}

} // namespace ssislb::cli
