#include "plan/mistake_sink.hpp"

#include <algorithm>
#include <utility>

namespace ssislb {
namespace detail {
namespace {

/// Names are quoted as they are; what they hold must not break a line or move a cursor.
std::string printable(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, '?');
    return text;
}

} // namespace

void mistake_sink::add(source_position at, std::string text) {
    found_.push_back({at, std::move(text)});
}

void mistake_sink::add(plan_entry& entry, source_position at, std::string text) {
    entry.broken = true;
    add(at, std::move(text));
}

std::vector<plan_mistake> mistake_sink::take(std::string const& file) && {
    // A mistake in [defaults] comes once from each task that uses it.
    std::ranges::sort(found_);
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    std::vector<plan_mistake> mistakes;
    mistakes.reserve(found_.size());
    for (auto& [at, text] : found_)
        mistakes.push_back({file, at.line, at.column, printable(std::move(text))});
    return mistakes;
}

} // namespace detail

std::string to_string(plan_mistake const& mistake) {
    std::string text = mistake.file + ':';
    if (mistake.line > 0)
        text += std::to_string(mistake.line) + ':' + std::to_string(mistake.column) + ':';
    return text + ' ' + mistake.text;
}

} // namespace ssislb
