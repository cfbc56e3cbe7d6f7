#include <ssislb/tds/descriptors.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

namespace ssislb::tds {
namespace {

rlimit limit() {
    rlimit now{};
    ::getrlimit(RLIMIT_NOFILE, &now);
    return now;
}

/// Without /proc, or without a descriptor to look with, what is open is not known: none.
std::uint64_t count_open() {
    std::error_code failed;
    std::filesystem::directory_iterator const entries("/proc/self/fd", failed);
    if (failed)
        return 0;
    // The look itself takes one.
    return static_cast<std::uint64_t>(std::distance(begin(entries), end(entries))) - 1;
}

std::string as_text(rlim_t limit) {
    return limit == RLIM_INFINITY ? "unlimited" : std::to_string(limit);
}

} // namespace

std::uint64_t descriptor_limit::connections_left() const noexcept {
    return soft > open ? (soft - open) / descriptors_for(1) : 0;
}

std::uint64_t descriptors_for(std::uint64_t connections) noexcept {
    return connections * (descriptors_per_connection + 1);
}

descriptor_limit current_descriptor_limit() {
    auto const now = limit();
    return {.soft = now.rlim_cur, .hard = now.rlim_max, .open = count_open()};
}

bool raise_descriptor_limit(std::uint64_t wanted) {
    auto now = limit();
    if (now.rlim_cur >= wanted)
        return true;
    now.rlim_cur = std::min<rlim_t>(wanted, now.rlim_max);
    return ::setrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur >= wanted;
}

std::string explain_descriptor_limit() {
    auto const now = limit();
    return "this process may open " + as_text(now.rlim_cur) + " files (hard limit " +
           as_text(now.rlim_max) + "), and a connection takes " +
           std::to_string(descriptors_per_connection) +
           "; raise the limit with ulimit -n in the shell, or LimitNOFILE= in a systemd unit";
}

} // namespace ssislb::tds
