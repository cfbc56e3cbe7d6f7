// The one place that knows which codes answer which question.
#include <ssislb/base/condition.hpp>
#include <ssislb/base/errors.hpp>
#include <ssislb/base/sql_server_error.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <initializer_list>
#include <string>

namespace ssislb {
namespace {

bool any_of(error_code const& code, std::initializer_list<error_code> list) {
    return std::ranges::find(list, code) != list.end();
}

bool retryable(error_code const& code) {
    using enum sql_server_errc;
    return any_of(code,
                  {out_of_memory, out_of_locks, deadlock_victim, lock_timeout, memory_wait_timeout,
                   agent_starting, agent_errc::agent_starting, agent_errc::job_already_running,
                   agent_errc::job_start_pending, client_errc::timed_out,
                   client_errc::connection_lost, client_errc::connection_refused});
}

bool in_doubt(error_code const& code) {
    return any_of(
        code, {agent_errc::start_in_doubt, client_errc::connection_lost, client_errc::timed_out});
}

bool connection_lost(error_code const& code) {
    return any_of(
        code, {client_errc::connection_lost, client_errc::not_connected, client_errc::timed_out});
}

bool permission_denied(error_code const& code) {
    using enum sql_server_errc;
    return any_of(code, {sql_server_errc::permission_denied, cannot_access_database, not_job_owner,
                         login_failed, client_errc::login_failed});
}

class category final : public error_category {
public:
    [[nodiscard]] char const* name() const noexcept override { return "ssislb.condition"; }

    [[nodiscard]] std::string message(int value) const override {
        switch (static_cast<condition>(value)) {
        case condition::retryable:
            return "may succeed later";
        case condition::in_doubt:
            return "effect not known";
        case condition::connection_lost:
            return "connection lost";
        case condition::permission_denied:
            return "permission denied";
        case condition::canceled:
            return "canceled";
        }
        return "unknown condition";
    }

    [[nodiscard]] bool equivalent(error_code const& code, int value) const noexcept override {
        switch (static_cast<condition>(value)) {
        case condition::retryable:
            return retryable(code);
        case condition::in_doubt:
            return in_doubt(code);
        case condition::connection_lost:
            return connection_lost(code);
        case condition::permission_denied:
            return permission_denied(code);
        case condition::canceled:
            return code == boost::asio::error::operation_aborted;
        }
        return false;
    }
};

} // namespace

error_category const& condition_category() noexcept {
    static category const instance;
    return instance;
}

error_condition make_error_condition(condition value) noexcept {
    return {static_cast<int>(value), condition_category()};
}

} // namespace ssislb
