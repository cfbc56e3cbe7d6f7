#include "agent/step_arguments.hpp"

#include <ssislb/agent/package_command.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace ssislb {
namespace {

using detail::step_argument;

enum class kind : std::uint8_t { flag, value, parameter, secret, unknown };

struct option {
    std::string_view name;
    ssislb::kind kind;
};

// Logger and Rem are among the secret ones: their values can be any text.
constexpr std::array options{
    option{"callerinfo", kind::value},
    option{"checkfile", kind::value},
    option{"checkpointing", kind::value},
    option{"commandfile", kind::value},
    option{"configfile", kind::value},
    option{"connection", kind::secret},
    option{"consolelog", kind::value},
    option{"decrypt", kind::secret},
    option{"dts", kind::value},
    option{"dump", kind::value},
    option{"dumponerror", kind::flag},
    option{"envreference", kind::value},
    option{"file", kind::value},
    option{"isserver", kind::value},
    option{"logger", kind::secret},
    option{"maxconcurrent", kind::value},
    option{"parameter", kind::parameter},
    option{"password", kind::secret},
    option{"rem", kind::secret},
    option{"reporting", kind::value},
    option{"restart", kind::value},
    option{"server", kind::value},
    option{"set", kind::secret},
    option{"sql", kind::value},
    option{"user", kind::value},
    option{"validate", kind::flag},
    option{"verifybuild", kind::value},
    option{"verifypackageid", kind::value},
    option{"verifysigned", kind::flag},
    option{"verifyversionid", kind::value},
    option{"vlog", kind::secret},
    option{"warnaserror", kind::flag},
    option{"x86", kind::flag},
};

std::string in_lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return lower;
}

bool is_letter_or_digit(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// `/Par` without the slash, in lower case, up to whatever stands right behind it.
std::string name_in(step_argument const& argument) {
    auto const name = std::string_view(argument.text).substr(1);
    auto const end = std::ranges::find_if_not(name, is_letter_or_digit);
    return in_lower_case({name.begin(), end});
}

/// An abbreviation that could mean a secret option means it.
kind kind_of(std::string const& name) {
    auto result = kind::unknown;
    for (auto const& each : options)
        if (!name.empty() && each.name.starts_with(name))
            result = std::max(result == kind::unknown ? kind::flag : result, each.kind);
    return result;
}

/// A quote that was closed in the wrong place can make a secret option part of the value before.
bool swallows_option(std::string_view value) {
    for (std::size_t at = 1; at < value.size(); ++at) {
        bool const begins = (value[at] == '/' || value[at] == '-') &&
                            !is_letter_or_digit(value[at - 1]) && value[at - 1] != '\\';
        auto const name = value.substr(at + 1);
        auto const end = std::ranges::find_if_not(name, is_letter_or_digit);
        if (begins && kind_of(in_lower_case({name.begin(), end})) != kind::unknown)
            return true;
    }
    return false;
}

/// A parameter's argument: `"$ServerOption::SYNCHRONIZED(Boolean)";True`, quotes apart.
struct parameter {
    std::string name;
    std::string type;
    std::string value;
};

parameter read_parameter(step_argument const& argument) {
    auto text = in_lower_case(argument.text);
    std::erase(text, '"');
    auto const end = std::min(text.find(';'), text.size());
    parameter made;
    made.name = text.substr(0, end);
    made.value = end < text.size() ? text.substr(end + 1) : std::string();
    if (auto const open = made.name.rfind('(');
        open != std::string::npos && made.name.ends_with(')')) {
        made.type = made.name.substr(open + 1, made.name.size() - open - 2);
        made.name.resize(open);
    }
    return made;
}

/// A number, a time or a truth cannot hide a password, if its name does not say that it does.
bool is_harmless(parameter const& of) {
    static constexpr std::array<std::string_view, 12> types{
        "boolean", "byte",   "sbyte",  "int16",  "int32",  "int64",
        "uint16",  "uint32", "uint64", "single", "double", "datetime"};
    static constexpr std::array<std::string_view, 6> telling{"pass",  "pwd", "secret",
                                                             "token", "key", "pin"};
    auto const in_name = [&of](std::string_view word) {
        return of.name.find(word) != std::string::npos;
    };
    auto const in_value = [](char c) {
        return is_letter_or_digit(c) || c == '.' || c == '-' || c == '+' || c == ':';
    };
    return std::ranges::find(types, of.type) != types.end() &&
           std::ranges::none_of(telling, in_name) && std::ranges::all_of(of.value, in_value);
}

constexpr std::string_view hidden = "***";

/// Walks along the arguments and shows what may be seen.
class redactor {
public:
    std::string show(std::vector<step_argument> const& arguments) {
        for (auto const& each : arguments) {
            if (next_ == kind::secret)
                value(hidden);
            else if (each.is_option())
                option(each);
            else if ((next_ == kind::value && !swallows_option(each.raw)) ||
                     (next_ == kind::parameter && is_harmless(read_parameter(each))))
                value(each.raw);
            else
                value(hidden);
        }
        return std::move(shown_);
    }

private:
    void option(step_argument const& argument) {
        auto const name = name_in(argument);
        auto const what = kind_of(name);
        if (what == kind::unknown)
            return value(hidden);
        add(std::string_view(argument.text).substr(0, name.size() + 1));
        next_ = what;
        // /Password:secret, and the like.
        if (name.size() + 1 < argument.text.size())
            value(hidden);
    }

    void value(std::string_view text) {
        add(text);
        next_ = kind::flag;
    }

    void add(std::string_view text) {
        if (!shown_.empty())
            shown_ += ' ';
        for (char const c : text)
            shown_ += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }

    std::string shown_;
    /// What the option before wants.
    kind next_ = kind::flag;
};

} // namespace

package_command read_package_command(std::string_view command) {
    package_command made;
    std::string before;
    for (auto const& each : detail::step_arguments(command)) {
        bool const of_parameter =
            before.size() > 2 && std::string_view("parameter").starts_with(before);
        if (of_parameter && !each.is_option()) {
            auto const read = read_parameter(each);
            if (read.name == "$serveroption::synchronized")
                made.synchronized = read.value == "true" || read.value == "1";
            before.clear();
            continue;
        }
        bool const taken = kind_of(before) == kind::secret;
        before = each.is_option() && !taken ? name_in(each) : std::string();
        if (!before.empty() && std::string_view("isserver").starts_with(before))
            made.from_catalog = true;
    }
    return made;
}

std::string redacted(std::string_view command) {
    return redactor().show(detail::step_arguments(command));
}

} // namespace ssislb
