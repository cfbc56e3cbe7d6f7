// Suggests names for references that lead nowhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ssislb::detail {

/// Each suggestion compares with every name, so only the first few are worked out: checking
/// stays linear however many references are wrong.
class suggestion_source {
public:
    /// The names are views: what they show must outlive the source.
    explicit suggestion_source(std::vector<std::string_view> names);

    /// `did you mean "x"?`, or the given advice where no name is near.
    [[nodiscard]] std::string advice(std::string_view wanted, std::string_view otherwise);

private:
    std::vector<std::string_view> names_;
    int left_ = 10;
};

} // namespace ssislb::detail
