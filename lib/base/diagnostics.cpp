#include <ssislb/base/diagnostics.hpp>

#include <algorithm>

namespace ssislb {

server_message const* diagnostics::first_error() const noexcept {
    auto const found = std::ranges::find_if(server, &server_message::is_error);
    return found == server.end() ? nullptr : &*found;
}

std::string to_string(server_message const& message) {
    std::string text = "Msg " + std::to_string(message.number) + ", Level " +
                       std::to_string(message.severity) + ", State " +
                       std::to_string(message.state);
    if (!message.procedure.empty())
        text += ", Procedure " + message.procedure;
    if (message.line > 0)
        text += ", Line " + std::to_string(message.line);
    return text + ": " + message.text;
}

std::string to_string(diagnostics const& diag) {
    std::string text;
    for (auto const& message : diag.server)
        text += to_string(message) + '\n';
    for (auto const& message : diag.client)
        text += "db-lib " + std::to_string(message.number) + ": " + message.text + '\n';
    if (!text.empty())
        text.pop_back();
    return text;
}

} // namespace ssislb
