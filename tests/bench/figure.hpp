// One figure a line: `name value unit`.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace ssislb::bench {

inline void print(std::string const& name, double value, char const* unit) {
    std::printf("%s %.4g %s\n", name.c_str(), value, unit);
    std::fflush(stdout);
}

/// Preconditions: there is one.
inline double median(std::vector<double> values) {
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The least value that the share of all does not exceed; 1: the greatest.
/// Preconditions: there is one.
inline double percentile(std::vector<double> values, double share) {
    auto const last = static_cast<double>(values.size() - 1);
    auto const at = values.begin() + static_cast<std::ptrdiff_t>(std::ceil(share * last));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

} // namespace ssislb::bench
