#include "tds/login.hpp"

#include <ssislb/base/errors.hpp>
#include <ssislb/tds/descriptors.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <variant>

namespace ssislb::tds::detail {
namespace {

namespace asio = boost::asio;

// The whole room: a short string that was moved from still holds its letters.
void wipe(std::string& secret) noexcept {
    secret.resize(secret.capacity());
    ::explicit_bzero(secret.data(), secret.size());
    secret.clear();
}

login_record record_of(login_attempt& attempt) {
    login_record record;
    record.section = attempt.section;
    if (auto* login = std::get_if<sql_login>(&attempt.how.auth)) {
        record.user = login->user;
        record.password = login->password;
        wipe(login->password);
    }
    record.application = attempt.how.application;
    record.workstation = attempt.how.workstation;
    record.database = attempt.how.database;
    record.read_only_intent = attempt.how.read_only_intent;
    return record;
}

// A connection takes three: FreeTDS's socket and its event, and our duplicate.
bool descriptors_used_up() noexcept {
    std::array<int, 3> probes{-1, -1, -1};
    bool used_up = false;
    for (int& probe : probes) {
        probe = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        used_up = used_up || (probe < 0 && (errno == EMFILE || errno == ENFILE));
    }
    for (int const probe : probes)
        if (probe >= 0)
            ::close(probe);
    return used_up;
}

bool said(diagnostics const& diag, int number) {
    return std::ranges::find(diag.client, number, &client_message::number) != diag.client.end();
}

// Where SQL Server Browser does not answer, FreeTDS waits 16 s, then has no port to go to.
bool browser_was_silent(login_attempt const& attempt) {
    return !attempt.how.server.instance.empty() &&
           std::ranges::any_of(attempt.diag.client, [](client_message const& each) {
               return each.number == dblib_process::not_there && each.os_error == 0;
           });
}

bool was_silent(login_attempt const& attempt) {
    return attempt.diag.server.empty() &&
           (said(attempt.diag, dblib_process::timed_out) || browser_was_silent(attempt));
}

client_errc out_of_descriptors(diagnostics& diag) {
    diag.client.push_back(
        {0, 0, EMFILE, "no file descriptor is left: " + explain_descriptor_limit()});
    return client_errc::out_of_resources;
}

// FreeTDS says the same of a line that was reset as of a certificate that it does not trust, or of
// a missing ticket. Where there is neither, the line was lost.
client_errc hung_up(login_attempt& attempt) {
    if (attempt.how.encrypt != encryption::off ||
        std::holds_alternative<kerberos>(attempt.how.auth))
        return client_errc::tls_or_login_failed;
    attempt.diag.client.push_back(
        {0, 0, 0, "during the login; a server that insists on encryption hangs up too"});
    return client_errc::connection_lost;
}

client_errc reason(login_attempt& attempt) {
    auto& diag = attempt.diag;
    if (diag.first_error() != nullptr)
        return client_errc::login_failed;
    if (descriptors_used_up())
        return out_of_descriptors(diag);
    if (said(diag, dblib_process::no_section)) {
        diag.client.insert(diag.client.begin(),
                           {0, 0, 0,
                            "FreeTDS does not read our settings any more: this process has called "
                            "dbsetifile after the library was started"});
        return client_errc::invalid_argument;
    }
    if (said(diag, dblib_process::unknown_host))
        return client_errc::host_not_found;
    if (said(diag, dblib_process::timed_out) || browser_was_silent(attempt))
        return client_errc::timed_out;
    auto const failed_with = [&](int os_error) {
        return std::ranges::find(diag.client, os_error, &client_message::os_error) !=
               diag.client.end();
    };
    if (failed_with(ECONNREFUSED))
        return client_errc::connection_refused;
    if (failed_with(ETIMEDOUT))
        return client_errc::timed_out;
    return hung_up(attempt);
}

// FreeTDS would only say that the connection has failed.
bool authorities_unreadable(options const& how, diagnostics& diag) {
    if (!how.verify_certificate || how.ca_file == "system")
        return false;
    errno = 0;
    std::ifstream file(how.ca_file);
    std::string const text(std::istreambuf_iterator<char>(file), {});
    if (text.find("-----BEGIN CERTIFICATE-----") != std::string::npos)
        return false;
    diag.client.push_back({0, 0, errno,
                           file ? "ca_file " + how.ca_file + " holds no certificate (PEM)"
                                : "ca_file " + how.ca_file + " cannot be read"});
    return true;
}

} // namespace

login_attempt::~login_attempt() {
    if (auto* login = std::get_if<sql_login>(&how.auth))
        wipe(login->password);
    if (socket < 0)
        return;
    // The duplicate alone would keep the connection open.
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
}

void login_attempt::take(options& from) {
    how = std::move(from);
    if (auto* login = std::get_if<sql_login>(&from.auth))
        wipe(login->password);
}

void resolve(login_attempt& attempt) {
    asio::io_context local;
    asio::ip::tcp::resolver resolver(local);
    auto const& server = attempt.how.server;
    error_code failure;
    auto const found =
        resolver.resolve(server.host, std::to_string(server.port.value_or(1433)), failure);
    if (failure)
        attempt.code = descriptors_used_up() ? out_of_descriptors(attempt.diag)
                                             : network_error(failure, attempt.diag);
    for (auto const& entry : found)
        attempt.addresses.push_back(entry.endpoint());
}

void log_in(login_attempt& attempt) {
    message_scope const scope(attempt.diag);
    if (authorities_unreadable(attempt.how, attempt.diag)) {
        attempt.code = client_errc::invalid_argument;
        return;
    }
    auto record = record_of(attempt);
    auto const give_up = std::chrono::steady_clock::now() + attempt.patience;
    attempt.process = dblib_process::open(record, [&attempt, give_up] {
        return !attempt.abandoned && std::chrono::steady_clock::now() < give_up;
    });
    wipe(record.password);
    if (!attempt.process) {
        attempt.code = reason(attempt);
        attempt.silent = was_silent(attempt);
        return;
    }
    attempt.socket = ::fcntl(attempt.process->descriptor(), F_DUPFD_CLOEXEC, 0);
    if (attempt.socket < 0) {
        attempt.code = out_of_descriptors(attempt.diag);
        attempt.process.reset();
    }
}

error_code network_error(error_code const& from, diagnostics& diag) {
    namespace error = asio::error;
    if (from == error::no_descriptors || from.value() == ENFILE)
        return out_of_descriptors(diag);
    diag.client.push_back({0, 0, from.value(), from.message()});
    if (from == error::host_not_found || from == error::host_not_found_try_again ||
        from == error::no_data || from == error::service_not_found)
        return client_errc::host_not_found;
    if (from == error::timed_out)
        return client_errc::timed_out;
    if (from == error::operation_aborted)
        return from;
    return client_errc::connection_refused;
}

} // namespace ssislb::tds::detail
