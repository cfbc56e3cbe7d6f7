// What can be run, yet is weaker or other than its author may think.
#include "model/validation_parts.hpp"

#include <fmt/format.h>

#include <array>
#include <unordered_map>

namespace ssislb {
namespace detail {
namespace {

void warn_of_wire(server const& s, element_mistakes& found) {
    if (s.encryption == encryption_level::off)
        found.add("encryption", "the wire is not encrypted, so anybody on it can read the "
                                "password; use encryption = \"require\"");
    if (s.encryption == encryption_level::request)
        found.add("encryption", "the wire is encrypted only if the server offers it; use "
                                "encryption = \"require\"");
    if (!s.verify_certificate && s.encryption != encryption_level::off)
        found.add("verify_certificate", "the server's certificate is not checked, so another "
                                        "server can take its place; name its authority in ca_file "
                                        "instead");
}

void warn_of_login(server const& s, element_mistakes& found) {
    if (s.auth == authentication::kerberos && (!s.password_env.empty() || !s.password_file.empty()))
        found.add(s.password_env.empty() ? "password_file" : "password_env",
                  "the password is not used with auth = \"kerberos\"; remove the key");
    if (s.auth == authentication::password && s.user.empty() && s.password_env.empty() &&
        s.password_file.empty())
        found.add("",
                  "the server has no login, so only simulated servers can be used; add user and "
                  "password_env, or auth = \"kerberos\"");
}

void warn_of_settings(task const& t, element_mistakes& found) {
    if (!t.restartable && t.server_loss_timeout != task().server_loss_timeout)
        found.add("server_loss_timeout", "server_loss_timeout has no effect unless the task is "
                                         "restartable; add restartable = true, or remove it");
    if (t.simulate && t.simulate->fail_attempts > 0 && t.simulate->result == outcome::succeeded)
        found.add("simulate.fail_attempts", "fail_attempts has no effect while the simulated "
                                            "outcome is succeeded; add outcome = \"failed\"");
}

/// SSIS allows at most one constraint between two tasks; two that exclude each other never hold.
void warn_of_contradictions(task const& t, element_mistakes& found) {
    if (t.join != constraint_join::all)
        return;
    std::unordered_map<std::string_view, std::array<bool, 2>> wanted;
    for (auto const& [predecessor, kind] : t.after)
        if (kind != constraint_kind::completion)
            wanted[predecessor][kind == constraint_kind::failure ? 1 : 0] = true;
    std::size_t item = 0;
    for (auto const& [predecessor, kind] : t.after) {
        if (kind != constraint_kind::failure)
            continue;
        if (wanted[predecessor][0])
            found.add("after_failure", item,
                      fmt::format("the task never runs: \"{}\" cannot both succeed and fail; use "
                                  "after_completion, or join = \"any\"",
                                  predecessor));
        ++item;
    }
}

} // namespace
} // namespace detail

std::vector<mistake> warnings(parent_package const& package) {
    detail::mistake_list list;
    for (std::size_t at = 0; at < package.servers.size(); ++at) {
        detail::element_mistakes found(list, mistake_location::element::server, at);
        detail::warn_of_wire(package.servers[at], found);
        detail::warn_of_login(package.servers[at], found);
    }
    for (std::size_t at = 0; at < package.tasks.size(); ++at) {
        detail::element_mistakes found(list, mistake_location::element::task, at);
        detail::warn_of_retries(package.tasks[at], found);
        detail::warn_of_settings(package.tasks[at], found);
        detail::warn_of_contradictions(package.tasks[at], found);
    }
    detail::warn_of_tags(package, list);
    return std::move(list).take();
}

} // namespace ssislb
