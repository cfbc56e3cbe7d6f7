// Trouble in sentences: which server, which job, what was said, what to do.
#pragma once

#include <ssislb/base/diagnostics.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/model/server.hpp>
#include <ssislb/model/task.hpp>

#include <span>
#include <string>

namespace ssislb {

/// A server that could not be reached or was lost.
[[nodiscard]] std::string explain(server const&, error_code, diagnostics const&);

/// A job that could not be started, or whose outcome was lost.
[[nodiscard]] std::string explain(server const&, task const&, error_code, diagnostics const&);

/// The same trouble of several servers with one job, or of one server with several jobs: a few of
/// them are named.
[[nodiscard]] std::string explain(std::span<server const* const>, task const&, error_code);
[[nodiscard]] std::string explain(server const&, std::span<task const* const>, error_code);

/// A password that could not be read. Never holds the password.
[[nodiscard]] std::string explain_password(server const&, error_code);

} // namespace ssislb
