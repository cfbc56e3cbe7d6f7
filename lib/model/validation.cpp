#include "model/validation_parts.hpp"

#include <algorithm>

namespace ssislb {
namespace detail {

bool has_control_character(std::string_view text) noexcept {
    return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
}

std::string_view key_of(constraint_kind kind) noexcept {
    switch (kind) {
    case constraint_kind::success:
        return "after";
    case constraint_kind::failure:
        return "after_failure";
    case constraint_kind::completion:
        return "after_completion";
    }
    return "after";
}

namespace {

void check_package(parent_package const& package, mistake_list& mistakes) {
    mistake_location const whole{};
    if (has_control_character(package.name))
        mistakes.add({.key = "name"}, "the package name holds a control character; remove it");
    if (package.servers.empty())
        mistakes.add(whole, "there is no server; add at least one [[server]]");
    if (package.tasks.empty())
        mistakes.add(whole, "there is no task; add at least one [[task]]");
}

} // namespace
} // namespace detail

std::vector<mistake> validate(parent_package const& package) {
    detail::mistake_list mistakes;
    detail::check_package(package, mistakes);
    detail::check_servers(package, mistakes);
    detail::check_clock(package, mistakes);
    detail::check_tasks(package, mistakes);
    detail::check_references(package, mistakes);
    detail::check_tags(package, mistakes);
    return std::move(mistakes).take();
}

} // namespace ssislb
