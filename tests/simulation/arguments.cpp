// The command line of ssislb_simulation.
#include "arguments.hpp"

#include <charconv>
#include <cstddef>

namespace ssislb::simulation {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = error == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(value) : std::nullopt;
}

bool read_range(std::string_view text, arguments& into) {
    auto const colon = text.find(':');
    if (colon == std::string_view::npos)
        return false;
    auto const first = number(text.substr(0, colon));
    auto const last = number(text.substr(colon + 1));
    if (!first || !last || *first > *last)
        return false;
    into.first = *first;
    into.last = *last;
    return true;
}

bool read_faults(std::string_view text, trouble_choice& into) {
    into = {false, false, false, false, false};
    while (!text.empty() && text != "none") {
        auto const comma = text.find(',');
        auto const word = text.substr(0, comma);
        bool* const known = word == "network"    ? &into.network
                            : word == "servers"  ? &into.servers
                            : word == "process"  ? &into.process
                            : word == "people"   ? &into.people
                            : word == "controls" ? &into.controls
                                                 : nullptr;
        if (known == nullptr)
            return false;
        *known = true;
        text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
    }
    return true;
}

bool read_seed(std::string_view text, arguments& into) {
    auto const seed = number(text);
    if (!seed)
        return false;
    into.first = into.last = *seed;
    into.trace = true;
    return true;
}

bool read_mutant(std::string_view text, arguments& into) {
    auto const found = mutant_named(text);
    into.wrong = found.value_or(mutant::none);
    return found.has_value();
}

/// Whether the word takes a value, and what becomes of it.
std::optional<bool> read_valued(std::string_view word, std::string_view value, arguments& into) {
    if (word == "--seeds")
        return read_range(value, into);
    if (word == "--seed")
        return read_seed(value, into);
    if (word == "--faults")
        return read_faults(value, into.troubles);
    if (word == "--mutant")
        return read_mutant(value, into);
    return std::nullopt;
}

} // namespace

std::optional<arguments> read_arguments(std::vector<std::string_view> words) {
    arguments read;
    for (std::size_t at = 0; at < words.size(); ++at) {
        auto const word = words[at];
        auto const value = at + 1 < words.size() ? words[at + 1] : std::string_view();
        if (word == "--list-mutants") {
            read.lists_mutants = true;
        } else if (word == "--expect-violation") {
            read.expects_violation = true;
        } else if (word == "--keep-going") {
            read.keeps_going = true;
        } else if (auto const taken = read_valued(word, value, read); taken && *taken) {
            ++at;
        } else {
            return std::nullopt;
        }
    }
    return read;
}

} // namespace ssislb::simulation
