#include "tds/configuration.hpp"

#include "tds/utf8.hpp"

#include <ssislb/base/errors.hpp>

#include <algorithm>
#include <string_view>

namespace ssislb::tds::detail {
namespace {

// FreeTDS reads its file in lines of at most 255 bytes.
constexpr std::size_t most_line_value = 200;
// The login record's fields hold 128 UTF-16 units.
constexpr std::size_t most_login_field = 128;

bool control(char letter) noexcept {
    return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
}

bool login_field(std::string_view text) noexcept {
    return text.size() <= most_login_field && std::ranges::none_of(text, control) &&
           valid_utf8(text);
}

bool line_value(std::string_view text) noexcept {
    auto const ends_in_blank = [&] { return text.front() == ' ' || text.back() == ' '; };
    // FreeTDS makes one blank of several.
    auto const twice_blank = text.find("  ") != std::string_view::npos;
    return text.size() <= most_line_value && std::ranges::none_of(text, control) &&
           text.find_first_of("[];#") == std::string_view::npos &&
           (text.empty() || !ends_in_blank()) && !twice_blank && valid_utf8(text);
}

bool good(endpoint const& server) noexcept {
    return !server.host.empty() && line_value(server.host) && line_value(server.instance) &&
           !(server.port && !server.instance.empty()) && server.port != 0;
}

// A password may hold any character but the one that ends FreeTDS's string. An empty user would
// make FreeTDS try Kerberos.
bool good(sql_login const& login) noexcept {
    return !login.user.empty() && login_field(login.user) &&
           login.password.size() <= most_login_field &&
           login.password.find('\0') == std::string::npos && valid_utf8(login.password);
}

bool good(kerberos const& login) noexcept {
    return line_value(login.service_principal);
}

std::string_view to_string(encryption level) noexcept {
    switch (level) {
    case encryption::off:
        return "off";
    case encryption::request:
        return "request";
    case encryption::require:
        break;
    }
    return "require";
}

void add(std::string& lines, std::string_view key, std::string_view value) {
    lines.append("\t").append(key).append(" = ").append(value).append("\n");
}

} // namespace

error_code check(options const& how) noexcept {
    bool const fine =
        good(how.server) && std::visit([](auto const& login) { return good(login); }, how.auth) &&
        login_field(how.application) && login_field(how.workstation) && login_field(how.database) &&
        line_value(how.ca_file) && !(how.verify_certificate && how.ca_file.empty());
    return fine ? error_code{} : make_error_code(client_errc::invalid_argument);
}

std::string section_lines(options const& how, std::chrono::seconds connect_timeout) {
    std::string lines;
    add(lines, "host", how.server.host);
    if (how.server.instance.empty())
        add(lines, "port", std::to_string(how.server.port.value_or(1433)));
    else
        add(lines, "instance", how.server.instance);
    add(lines, "tds version", "7.4");
    add(lines, "client charset", "UTF-8");
    add(lines, "encryption", to_string(how.encrypt));
    // FreeTDS checks a certificate only where it is told whom to trust.
    if (how.verify_certificate)
        add(lines, "ca file", how.ca_file);
    add(lines, "check certificate hostname", how.verify_certificate ? "yes" : "no");
    auto const* ticket = std::get_if<kerberos>(&how.auth);
    if (ticket != nullptr && !ticket->service_principal.empty())
        add(lines, "spn", ticket->service_principal);
    add(lines, "connect timeout", std::to_string(connect_timeout.count()));
    return lines;
}

} // namespace ssislb::tds::detail
