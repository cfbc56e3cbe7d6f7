#include <ssislb/model/run_summary.hpp>

#include <algorithm>
#include <cstddef>

namespace ssislb {
namespace {

template <class Sum, class Element>
Sum total(std::vector<Element> const& elements, Sum Element::*member) noexcept {
    Sum sum{};
    for (auto const& each : elements)
        sum += each.*member;
    return sum;
}

} // namespace

std::uint32_t run_summary::count(outcome wanted) const noexcept {
    return static_cast<std::uint32_t>(std::ranges::count(tasks, wanted, &task_summary::result));
}

std::uint32_t run_summary::attempts() const noexcept {
    return total(servers, &server_summary::attempts);
}

std::uint64_t run_summary::statements() const noexcept {
    return total(servers, &server_summary::statements);
}

std::uint64_t run_summary::status_polls() const noexcept {
    return total(servers, &server_summary::status_polls);
}

double run_summary::statements_per_job() const noexcept {
    auto const jobs = attempts();
    return jobs == 0 ? 0.0 : static_cast<double>(statements()) / jobs;
}

std::optional<milliseconds> run_summary::median_detection_delay() const {
    if (detection_delays.empty())
        return std::nullopt;
    auto delays = detection_delays;
    auto const middle = delays.begin() + static_cast<std::ptrdiff_t>(delays.size() / 2);
    std::ranges::nth_element(delays, middle);
    return *middle;
}

std::optional<milliseconds> run_summary::greatest_detection_delay() const noexcept {
    if (detection_delays.empty())
        return std::nullopt;
    return std::ranges::max(detection_delays);
}

} // namespace ssislb
