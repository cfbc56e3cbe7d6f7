#include <ssislb/model/parent_package.hpp>

#include <algorithm>

namespace ssislb {
namespace {

template <class Id, class Elements>
std::optional<Id> find(Elements const& elements, std::string_view name) noexcept {
    auto const found =
        std::ranges::find(elements, name, [](auto const& e) { return std::string_view(e.name); });
    if (found == elements.end())
        return std::nullopt;
    return Id{static_cast<std::uint32_t>(found - elements.begin())};
}

} // namespace

bool has_tags(server const& one, std::vector<std::string> const& all) noexcept {
    return std::ranges::all_of(all, [&one](std::string const& tag) {
        return std::ranges::find(one.tags, tag) != one.tags.end();
    });
}

bool may_run(task const& one, server const& on) noexcept {
    bool const listed =
        one.servers.empty() || std::ranges::find(one.servers, on.name) != one.servers.end();
    return listed && has_tags(on, one.required_tags);
}

std::optional<task_id> parent_package::find_task(std::string_view wanted) const noexcept {
    return find<task_id>(tasks, wanted);
}

std::optional<server_id> parent_package::find_server(std::string_view wanted) const noexcept {
    return find<server_id>(servers, wanted);
}

} // namespace ssislb
