// Names of states.
#include <ssislb/scheduler/status.hpp>

namespace ssislb {

std::string_view to_string(task_state state) noexcept {
    switch (state) {
    case task_state::waiting:
        return "waiting";
    case task_state::ready:
        return "ready";
    case task_state::delayed:
        return "delayed";
    case task_state::starting:
        return "starting";
    case task_state::running:
        return "running";
    case task_state::stopping:
        return "stopping";
    case task_state::settled:
        return "settled";
    }
    return "";
}

std::string_view to_string(server_state state) noexcept {
    switch (state) {
    case server_state::unheard:
        return "unheard";
    case server_state::up:
        return "up";
    case server_state::down:
        return "down";
    case server_state::gone:
        return "gone";
    }
    return "";
}

std::string_view to_string(breaker_state value) noexcept {
    switch (value) {
    case breaker_state::closed:
        return "closed";
    case breaker_state::open:
        return "open";
    case breaker_state::half_open:
        return "half_open";
    }
    return "?";
}

} // namespace ssislb
