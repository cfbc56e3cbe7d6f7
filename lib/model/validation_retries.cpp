// What tasks say of further attempts.
#include "model/validation_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

namespace ssislb::detail {
namespace {

constexpr std::uint32_t most_retries = 1000;
constexpr double greatest_backoff = 100;

using classes = std::vector<failure_class>;

std::optional<std::size_t> position_of(failure_class wanted, classes const& in) {
    auto const found = std::ranges::find(in, wanted);
    return found == in.end() ? std::nullopt : std::optional<std::size_t>(found - in.begin());
}

void check_listed_twice(std::string_view key, classes const& listed, element_mistakes& mistakes) {
    for (std::size_t item = 0; item < listed.size(); ++item)
        if (auto const first = *position_of(listed[item], listed); first < item)
            mistakes.add_duplicate(
                mistakes.location(key, item), mistakes.location(key, first),
                fmt::format("{} lists {} twice; remove one of them", key, to_string(listed[item])));
}

/// What is named by both would be retried by one reader and not by another.
void check_listed_in_both(task const& t, element_mistakes& mistakes) {
    for (std::size_t item = 0; item < t.no_retry_on.size(); ++item)
        if (auto const other = position_of(t.no_retry_on[item], t.retry_on))
            mistakes.add_duplicate(mistakes.location("no_retry_on", item),
                                   mistakes.location("retry_on", *other),
                                   fmt::format("{} is listed by both retry_on and no_retry_on; "
                                               "remove it from one of them",
                                               to_string(t.no_retry_on[item])));
}

bool is_ever_retried(task const& t) {
    return std::ranges::any_of(t.retry_on.empty()
                                   ? classes(retried_by_default.begin(), retried_by_default.end())
                                   : t.retry_on,
                               [&](failure_class one) { return !position_of(one, t.no_retry_on); });
}

void warn_without(std::string_view key, element_mistakes& found) {
    found.add(key,
              fmt::format("{} has no effect while retries is 0; add retries, or remove it", key));
}

} // namespace

void check_retries(task const& t, element_mistakes& mistakes) {
    if (t.retries > most_retries)
        mistakes.add("retries", fmt::format("retries = {} is out of reason; give at most {}",
                                            t.retries, most_retries));
    if (t.retry_delay < milliseconds{0})
        mistakes.add("retry_delay", "retry_delay is below zero; give a duration such as \"30s\"");
    if (!(std::isfinite(t.retry_backoff) && t.retry_backoff >= 1 &&
          t.retry_backoff <= greatest_backoff))
        mistakes.add("retry_backoff", fmt::format("retry_backoff must be from 1 to {}; 2 doubles "
                                                  "the delay with each retry",
                                                  greatest_backoff));
    if (t.retry_delay_max < milliseconds{0})
        mistakes.add("retry_delay_max",
                     "retry_delay_max is below zero; give a duration such as \"10m\"");
    check_listed_twice("retry_on", t.retry_on, mistakes);
    check_listed_twice("no_retry_on", t.no_retry_on, mistakes);
    check_listed_in_both(t, mistakes);
}

void warn_of_retries(task const& t, element_mistakes& found) {
    task const usual;
    if (t.retries == 0) {
        if (t.retry_delay > milliseconds{0})
            warn_without("retry_delay", found);
        if (t.retry_backoff != usual.retry_backoff)
            warn_without("retry_backoff", found);
        if (t.retry_delay_max != usual.retry_delay_max)
            warn_without("retry_delay_max", found);
        if (!t.retry_on.empty())
            warn_without("retry_on", found);
        if (!t.no_retry_on.empty())
            warn_without("no_retry_on", found);
        return;
    }
    if (!is_ever_retried(t))
        found.add("retries", "retries has no effect, since no_retry_on names all that would be "
                             "retried; remove one of the two");
    if (t.retry_backoff > 1 && t.retry_delay == milliseconds{0})
        found.add("retry_backoff", "retry_backoff has no effect while retry_delay is 0; add "
                                   "retry_delay, or remove it");
    else if (t.retry_delay_max < t.retry_delay && t.retry_delay_max != usual.retry_delay_max)
        found.add("retry_delay_max", "retry_delay_max has no effect below retry_delay, which is "
                                     "never shortened; give more, or remove it");
}

} // namespace ssislb::detail
