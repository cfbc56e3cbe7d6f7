#include "model/suggestion.hpp"

#include <ssislb/base/nearest_name.hpp>

#include <utility>

namespace ssislb::detail {

suggestion_source::suggestion_source(std::vector<std::string_view> names)
    : names_(std::move(names)) {}

std::string suggestion_source::advice(std::string_view wanted, std::string_view otherwise) {
    if (left_ == 0)
        return std::string(otherwise);
    --left_;
    auto const name = nearest_name(wanted, names_);
    return name ? "did you mean \"" + std::string(*name) + "\"?" : std::string(otherwise);
}

} // namespace ssislb::detail
