#include "policy_names.hpp"

#include <algorithm>
#include <array>

namespace ssislb::cli {
namespace {

constexpr std::array policies{policy_kind::critical_path, policy_kind::fastest_free,
                              policy_kind::least_loaded, policy_kind::round_robin,
                              policy_kind::pinned};

} // namespace

std::optional<policy_kind> policy_named(std::string_view name) {
    auto const* found = std::ranges::find(policies, name, [](auto one) { return to_string(one); });
    return found == policies.end() ? std::nullopt : std::optional(*found);
}

std::string policy_names() {
    std::string names;
    for (auto const one : policies)
        names += (names.empty() ? "" : ", ") + std::string(to_string(one));
    return names;
}

} // namespace ssislb::cli
