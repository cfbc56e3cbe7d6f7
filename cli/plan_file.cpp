#include "plan_file.hpp"

#include "precautions.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/plan/load_plan.hpp>

#include <cstdio>
#include <utility>

namespace ssislb::cli {

std::variant<opened_plan, exit_code> open_plan(std::string const& path, plan_warnings which) {
    auto loaded = load_plan(path);
    std::vector<std::string> warnings;
    for (auto const& each : loaded.warnings)
        warnings.push_back(to_string(each));
    // Beside mistakes they are wanted in any case.
    if (which == plan_warnings::printed || loaded.error)
        print_warnings(warnings);
    for (auto const& each : loaded.mistakes)
        std::fprintf(stderr, "%s\n", to_string(each).c_str());
    if (!loaded.error)
        return opened_plan{std::move(loaded.package), std::move(warnings), std::move(loaded.text)};
    if (auto const count = loaded.mistakes.size(); loaded.error == plan_errc::invalid)
        std::fprintf(stderr, "%s: %zu %s; nothing was started\n", path.c_str(), count,
                     count == 1 ? "mistake" : "mistakes");
    return loaded.error == plan_errc::file_not_found ? exit_code::plan_not_found
                                                     : exit_code::plan_not_loaded;
}

} // namespace ssislb::cli
