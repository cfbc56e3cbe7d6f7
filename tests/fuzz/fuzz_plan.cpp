// A plan file that the fuzzer makes up.
#include <ssislb/plan/load_plan.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace ssislb;

void require(bool holds) {
    if (!holds)
        std::abort();
}

/// Each mistake has a place in the text, fits on one line and says something.
void require_well_told(std::vector<plan_mistake> const& mistakes, std::string_view toml) {
    auto const lines = static_cast<std::uint32_t>(std::ranges::count(toml, '\n')) + 1;
    for (auto const& mistake : mistakes) {
        require(mistake.line >= 1 && mistake.line <= lines && mistake.column >= 1);
        require(!mistake.text.empty() && mistake.text.find('\n') == std::string::npos);
    }
    require(std::ranges::is_sorted(mistakes, {}, &plan_mistake::line));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const toml(reinterpret_cast<char const*>(data), size);
    auto const load = parse_plan(toml, "p.toml");
    require(!load == !load.mistakes.empty());
    require_well_told(load.mistakes, toml);
    require_well_told(load.warnings, toml);
    if (load)
        require(!load.package.tasks.empty() && !load.package.servers.empty());
    return 0;
}
