#include "agent/run_invoker.hpp"

#include <algorithm>
#include <array>

namespace ssislb::detail {
namespace {

constexpr std::string_view invoked = "The Job was invoked by ";
constexpr std::string_view user = "User ";
/// What the Agent writes where it knows no name.
constexpr std::string_view nameless = "(unknown)";

constexpr char folded(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same(std::string_view left, std::string_view right) noexcept {
    return std::ranges::equal(left, right, {}, folded, folded);
}

bool is_plain(std::string_view text) noexcept {
    return std::ranges::all_of(text,
                               [](char each) { return static_cast<unsigned char>(each) < 0x80; });
}

/// A sentence ends with a stop and two spaces, or with the text: a stop alone may be of a name.
std::string_view first_sentence(std::string_view text) noexcept {
    auto const end = text.find(".  ");
    if (end != std::string_view::npos)
        return text.substr(0, end);
    return text.ends_with('.') ? text.substr(0, text.size() - 1) : std::string_view();
}

bool is_no_user(std::string_view who) noexcept {
    constexpr std::array<std::string_view, 4> others{"Schedule ", "Alert ", "Start Sequence",
                                                     "Idle"};
    return std::ranges::any_of(others, [who](auto each) { return who.starts_with(each); });
}

} // namespace

run_invoker who_invoked(std::string_view message, std::string_view login) noexcept {
    auto const found = message.find(invoked);
    if (found == std::string_view::npos)
        return run_invoker::not_told;
    auto const who = first_sentence(message.substr(found + invoked.size()));
    if (is_no_user(who))
        return run_invoker::somebody_else;
    if (!who.starts_with(user) || login.empty())
        return run_invoker::not_told;
    auto const name = who.substr(user.size());
    if (same(name, login))
        return run_invoker::us;
    // Case is known of ASCII only: two names with other letters may differ by no more than that.
    bool const comparable = is_plain(name) || is_plain(login);
    return comparable && !name.empty() && name != nameless ? run_invoker::somebody_else
                                                           : run_invoker::not_told;
}

} // namespace ssislb::detail
