#include <ssislb/base/condition.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>
#include <ssislb/run/explain.hpp>

#include <algorithm>
#include <string_view>

namespace ssislb {
namespace {

std::string address(server const& at) {
    std::string text = at.host;
    if (!at.instance.empty())
        text += '\\' + at.instance;
    else if (at.port)
        text += ',' + std::to_string(*at.port);
    return text;
}

/// Not FreeTDS's and not the system's.
std::string our_words(diagnostics const& said) {
    auto const ours = std::ranges::find_if(said.client, [](client_message const& each) {
        return each.number == 0 && each.os_error == 0;
    });
    return ours == said.client.end() ? std::string() : ours->text;
}

std::string in_brackets(std::string const& text) {
    return text.empty() ? text : " (" + text + ')';
}

std::string what_was_said(error_code const& code, diagnostics const& said) {
    if (auto const* error = said.first_error(); error != nullptr)
        return to_string(*error);
    // Here the client library's words are ours: they name the value.
    if (code == client_errc::invalid_argument && !said.client.empty())
        return said.client.front().text;
    if (code == client_errc::out_of_resources && !said.client.empty())
        return said.client.back().text;
    if (code == client_errc::timed_out || code == client_errc::connection_lost)
        return code.message() + in_brackets(our_words(said));
    return code.message();
}

std::string_view remedy(client_errc code) {
    switch (code) {
    case client_errc::host_not_found:
        return "Check the server's host in the plan, and name resolution.";
    case client_errc::connection_refused:
        return "Check host and port in the plan, and that SQL Server is started and listens on "
               "TCP.";
    case client_errc::timed_out:
        return "Check that the server is up and that no firewall drops the connection.";
    case client_errc::login_failed:
        return "Check user and password of the server in the plan.";
    case client_errc::tls_or_login_failed:
        return "Check that its certificate is issued by an authority of ca_file and names this "
               "host, or weaken encryption or verify_certificate in the plan if you accept the "
               "risk.";
    case client_errc::invalid_argument:
        return "Correct the server's keys in the plan, or what the environment adds to them.";
    case client_errc::out_of_resources:
        return "Let it serve fewer servers at a time if the limits of this machine cannot be "
               "raised.";
    default:
        return "Check the server and the network.";
    }
}

std::string_view remedy(agent_errc code) {
    switch (code) {
    case agent_errc::job_not_found:
        return "Create the job there, correct its name in the plan, or give the login "
               "SQLAgentOperatorRole in msdb.";
    case agent_errc::job_ambiguous:
        return "Rename one of them.";
    case agent_errc::job_not_targeted:
        return "Call sp_add_jobserver for the job.";
    case agent_errc::job_suspended:
        return "A step's subsystem failed to load: see the Agent's error log there.";
    case agent_errc::agent_not_running:
        return "Start SQL Server Agent there.";
    case agent_errc::agent_starting:
        return "It is asked again.";
    case agent_errc::job_already_running:
    case agent_errc::job_start_pending:
        return "Somebody else runs it; it is asked again.";
    case agent_errc::agent_restarted:
        return "Look at the job's history there before you run the task again; set restartable = "
               "true if it may be repeated.";
    case agent_errc::outcome_lost:
        return "Raise the Agent's history limits there; look at the package's own log for its "
               "outcome.";
    case agent_errc::not_our_run:
        return "It is started again; let nobody else start the job while the package runs.";
    default:
        return "See the Agent's error log there.";
    }
}

std::string_view remedy(sql_server_errc code) {
    switch (code) {
    case sql_server_errc::permission_denied:
    case sql_server_errc::not_job_owner:
        return "Give the login SQLAgentOperatorRole in msdb.";
    case sql_server_errc::cannot_access_database:
    case sql_server_errc::cannot_open_database:
        return "Create a user for the login in msdb.";
    case sql_server_errc::login_failed:
        return "Check user and password of the server in the plan.";
    case sql_server_errc::feature_turned_off:
        return "Enable 'Agent XPs' there and start SQL Server Agent.";
    default:
        return "See the server's error log.";
    }
}

std::string_view remedy(error_code const& code) {
    if (code.category() == client_category())
        return remedy(static_cast<client_errc>(code.value()));
    if (code.category() == agent_category())
        return remedy(static_cast<agent_errc>(code.value()));
    if (code.category() == sql_server_category())
        return remedy(static_cast<sql_server_errc>(code.value()));
    return "Check the server and the network.";
}

std::string with_remedy(std::string sentence, error_code const& code) {
    if (!sentence.empty() && sentence.back() != '.')
        sentence += '.';
    return sentence + ' ' + std::string(remedy(code));
}

// FreeTDS says the same of a missing ticket as of a certificate that it does not trust.
std::string explain_kerberos(server const& at, error_code code) {
    return "server " + at.name + " (" + address(at) + "): " + code.message() +
           ", or there is no Kerberos ticket for it. Check with klist that the user who runs this "
           "has one (kinit), that the host is named in full, and that a service principal "
           "MSSQLSvc is registered for it; else check its certificate and ca_file.";
}

/// `server a`, `servers a, b and 7 others`.
template <class Element, class Name>
std::string some_of(std::string_view what, std::span<Element const* const> all, Name name) {
    constexpr std::size_t enough = 5;
    auto const named = all.size() > enough + 1 ? enough : all.size();
    std::string text = std::string(what) + (all.size() == 1 ? " " : "s ");
    for (std::size_t i = 0; i < named; ++i) {
        bool const last = i > 0 && i + 1 == all.size();
        text += (i == 0 ? "" : last ? " and " : ", ") + name(*all[i]);
    }
    if (named < all.size())
        text += " and " + std::to_string(all.size() - named) + " others";
    return text;
}

std::string explain_jobs(std::span<server const* const> at, std::span<task const* const> of,
                         error_code code) {
    auto const quoted = [](task const& one) { return '"' + one.job + '"'; };
    return with_remedy(some_of("server", at, [](server const& one) { return one.name; }) + ", " +
                           some_of("job", of, quoted) + ": " + code.message(),
                       code);
}

} // namespace

std::string explain(server const& at, error_code code, diagnostics const& said) {
    if (code == client_errc::tls_or_login_failed && at.auth == authentication::kerberos)
        return explain_kerberos(at, code);
    return with_remedy("server " + at.name + " (" + address(at) + "): " + what_was_said(code, said),
                       code);
}

std::string explain(server const& at, task const& of, error_code code, diagnostics const& said) {
    std::string text = "server " + at.name + ", job \"" + of.job + "\": ";
    // A refusal number covers several reasons; ours says which one was found, theirs is shown too.
    if (code.category() == agent_category() && said.first_error() != nullptr)
        text += code.message() + ": ";
    return with_remedy(text + what_was_said(code, said), code);
}

std::string explain(std::span<server const* const> at, task const& of, error_code code) {
    auto const* const job = &of;
    return explain_jobs(at, {&job, 1}, code);
}

std::string explain(server const& at, std::span<task const* const> of, error_code code) {
    auto const* const server = &at;
    return explain_jobs({&server, 1}, of, code);
}

std::string explain_password(server const& of, error_code code) {
    std::string text = "server " + of.name + ": no password: ";
    if (code == boost::system::errc::no_message)
        return text +
               (of.password_env.empty() ? of.password_file
                                        : "the environment variable " + of.password_env) +
               " is empty. Put the password there.";
    if (!of.password_env.empty())
        return text + "the environment variable " + of.password_env +
               " is not set. Set it, or name a password_file in the plan.";
    if (code == boost::system::errc::permission_denied)
        return text + of.password_file +
               " may be read by others, or not by you. Make it yours alone (chmod 600).";
    return text + of.password_file + " cannot be read (" + code.message() +
           "). Correct password_file in the plan.";
}

} // namespace ssislb
