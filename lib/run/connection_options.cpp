#include <ssislb/run/connection_options.hpp>

#include <utility>

namespace ssislb {
namespace {

tds::encryption wire(encryption_level level) {
    switch (level) {
    case encryption_level::off:
        return tds::encryption::off;
    case encryption_level::request:
        return tds::encryption::request;
    case encryption_level::require:
        break;
    }
    return tds::encryption::require;
}

} // namespace

tds::options connection_options(server const& from, std::string password) {
    tds::options options;
    options.server = {from.host, from.port, from.instance};
    if (from.auth == authentication::kerberos)
        options.auth = tds::kerberos{};
    else
        options.auth = tds::sql_login{from.user, std::move(password)};
    options.database = "msdb";
    options.encrypt = wire(from.encryption);
    options.ca_file = from.ca_file;
    options.verify_certificate = from.verify_certificate;
    return options;
}

} // namespace ssislb
