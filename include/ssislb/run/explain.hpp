// Trouble in sentences: which server, which job, what was said, what to do.
#pragma once

#include <ssislb/base/diagnostics.hpp>
#include <ssislb/base/error_code.hpp>
#include <ssislb/model/server.hpp>
#include <ssislb/model/task.hpp>

#include <string>

namespace ssislb {

/// A server that could not be reached or was lost.
[[nodiscard]] std::string explain(server const&, error_code, diagnostics const&);

/// A job that could not be started, or whose outcome was lost.
[[nodiscard]] std::string explain(server const&, task const&, error_code, diagnostics const&);

/// A password that could not be read. Never holds the password.
[[nodiscard]] std::string explain_password(server const&, error_code);

} // namespace ssislb
