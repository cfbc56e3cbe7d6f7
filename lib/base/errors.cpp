#include <ssislb/base/errors.hpp>

#include <string>

namespace ssislb {
namespace {

char const* text(client_errc code) noexcept {
    switch (code) {
    case client_errc::operation_in_progress:
        return "another operation is outstanding on the connection";
    case client_errc::not_connected:
        return "not connected";
    case client_errc::timed_out:
        return "no complete answer before the deadline";
    case client_errc::connection_lost:
        return "the connection was lost";
    case client_errc::login_failed:
        return "the server refused the login";
    case client_errc::tls_or_login_failed:
        return "the connection ended during encryption or login, and the server gave no reason "
               "(certificate not trusted, host name not in it, or encryption refused)";
    case client_errc::host_not_found:
        return "the host name cannot be resolved";
    case client_errc::connection_refused:
        return "nothing listens at this address";
    case client_errc::protocol_violation:
        return "the answer has an unexpected shape";
    case client_errc::result_too_large:
        return "the answer is larger than the limit set for the call";
    case client_errc::invalid_argument:
        return "a value cannot be sent";
    case client_errc::out_of_resources:
        return "threads or file descriptors are used up";
    }
    return "unknown client error";
}

char const* text(agent_errc code) noexcept {
    switch (code) {
    case agent_errc::job_not_found:
        return "the job does not exist, or the login may not see it";
    case agent_errc::job_ambiguous:
        return "two or more jobs have this name";
    case agent_errc::job_not_targeted:
        return "the job has no target server";
    case agent_errc::job_already_running:
        return "the job is already running";
    case agent_errc::job_start_pending:
        return "another start of the job is pending";
    case agent_errc::job_suspended:
        return "the job is suspended";
    case agent_errc::job_not_running:
        return "the job is not running";
    case agent_errc::agent_not_running:
        return "SQL Server Agent is not running";
    case agent_errc::agent_starting:
        return "SQL Server Agent is starting";
    case agent_errc::start_refused:
        return "SQL Server Agent refused to start the job";
    case agent_errc::start_in_doubt:
        return "the start was sent, its answer was lost";
    case agent_errc::agent_restarted:
        return "SQL Server Agent was restarted while the job ran";
    case agent_errc::outcome_lost:
        return "the job has ended, but its history is gone";
    case agent_errc::not_our_run:
        return "the job was started by somebody else, and our start did not happen";
    }
    return "unknown SQL Server Agent error";
}

char const* text(plan_errc code) noexcept {
    switch (code) {
    case plan_errc::file_not_found:
        return "plan file not found";
    case plan_errc::file_unreadable:
        return "plan file cannot be read";
    case plan_errc::invalid:
        return "plan file has mistakes";
    }
    return "unknown plan error";
}

char const* text(journal_errc code) noexcept {
    switch (code) {
    case journal_errc::not_writable:
        return "the journal cannot be written";
    case journal_errc::file_not_found:
        return "the journal is not there";
    case journal_errc::not_accessible:
        return "the journal cannot be opened";
    case journal_errc::no_journal:
        return "the file is no journal";
    case journal_errc::newer_version:
        return "a later version has made the journal";
    case journal_errc::damaged:
        return "the journal is damaged";
    case journal_errc::locked:
        return "another program has locked the journal";
    case journal_errc::no_such_run:
        return "the journal has no such run";
    case journal_errc::in_use:
        return "another process carries the run on";
    }
    return "unknown journal error";
}

char const* text(run_errc code) noexcept {
    switch (code) {
    case run_errc::not_started:
        return "the run has not begun";
    case run_errc::is_over:
        return "the run is over";
    case run_errc::no_such_server:
        return "the parent package has no such server";
    case run_errc::no_such_task:
        return "the parent package has no such task";
    case run_errc::slots_out_of_range:
        return "a server has at least 1 slot and at most 1000; drain it if nothing shall start "
               "there";
    case run_errc::task_is_running:
        return "the task's job runs or is being started";
    case run_errc::task_is_settled:
        return "the task has its final outcome already";
    }
    return "unknown run error";
}

template <class Enum>
class category final : public error_category {
public:
    explicit constexpr category(char const* name) noexcept
        : name_(name) {}

    [[nodiscard]] char const* name() const noexcept override { return name_; }

    [[nodiscard]] std::string message(int value) const override {
        return text(static_cast<Enum>(value));
    }

private:
    char const* name_;
};

} // namespace

error_category const& client_category() noexcept {
    static category<client_errc> const instance("ssislb.client");
    return instance;
}

error_category const& agent_category() noexcept {
    static category<agent_errc> const instance("ssislb.agent");
    return instance;
}

error_category const& plan_category() noexcept {
    static category<plan_errc> const instance("ssislb.plan");
    return instance;
}

error_category const& journal_category() noexcept {
    static category<journal_errc> const instance("ssislb.journal");
    return instance;
}

error_category const& run_category() noexcept {
    static category<run_errc> const instance("ssislb.run");
    return instance;
}

error_code make_error_code(client_errc code) noexcept {
    return {static_cast<int>(code), client_category()};
}

error_code make_error_code(agent_errc code) noexcept {
    return {static_cast<int>(code), agent_category()};
}

error_code make_error_code(plan_errc code) noexcept {
    return {static_cast<int>(code), plan_category()};
}

error_code make_error_code(journal_errc code) noexcept {
    return {static_cast<int>(code), journal_category()};
}

error_code make_error_code(run_errc code) noexcept {
    return {static_cast<int>(code), run_category()};
}

} // namespace ssislb
