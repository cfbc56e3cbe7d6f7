// One figure a line: `name value unit`.
#pragma once

#include <algorithm>
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

} // namespace ssislb::bench
