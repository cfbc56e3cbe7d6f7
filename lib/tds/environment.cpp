#include "tds/environment.hpp"

#include <ssislb/tds/environment.hpp>

#include <array>
#include <cstdlib>
#include <string_view>

namespace ssislb::tds {
namespace {

struct variable {
    char const* name;
    /// What it does: stands between its name, its value and the remedy.
    std::string_view effect;
};

constexpr std::array<variable, 3> overriding{{
    {"TDSHOST", "would replace the server's address"},
    {"TDSPORT", "would replace the server's address"},
    // The protocols before 7.1 know no encryption: FreeTDS would send the password without it, even
    // where encryption is required.
    {"TDSVER", "would replace the protocol's version, and could take encryption away"},
}};

constexpr std::array<variable, 3> leaking{{
    {"TDSDUMP", "makes FreeTDS empty this file, then write every statement and answer to it, not "
                "encrypted (the password is left out)"},
    {"TDSDUMPCONFIG", "makes FreeTDS empty this file at each login, then write the connection's "
                      "settings to it (the password is left out)"},
    {"SSLKEYLOGFILE", "makes the TLS library write the keys of encrypted connections to this file: "
                      "whoever reads it can decrypt them, and the passwords sent there"},
}};

std::string_view value_of(variable const& one) {
    char const* const value = std::getenv(one.name);
    return value == nullptr ? std::string_view() : value;
}

/// The version that connections ask for anyway does no harm.
bool overrides(variable const& one) {
    if (one.name == std::string_view("TDSVER"))
        return !value_of(one).empty() && value_of(one) != "7.4";
    return std::getenv(one.name) != nullptr;
}

} // namespace

std::vector<std::string> environment_warnings() {
    std::vector<std::string> all;
    for (auto const& one : leaking)
        if (auto const value = value_of(one); !value.empty())
            all.push_back("the environment variable " + std::string(one.name) + " (" +
                          std::string(value) + ") " + std::string(one.effect) +
                          "; unset it unless you mean that");
    return all;
}

namespace detail {

bool overridden_by_environment(diagnostics& diag) {
    bool found = false;
    for (auto const& one : overriding)
        if (overrides(one)) {
            found = true;
            diag.client.push_back({0, 0, 0,
                                   "the environment variable " + std::string(one.name) + ' ' +
                                       std::string(one.effect) + "; unset it"});
        }
    return found;
}

} // namespace detail
} // namespace ssislb::tds
