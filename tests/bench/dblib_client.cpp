// The peer that we are held against, and so the one other source that sees <sybdb.h>.
#include "dblib_client.hpp"

#include <sybdb.h>

#include <stdexcept>
#include <string_view>

namespace ssislb::bench {

namespace {

/// As a wait by the changed rows asks, of a time at which nothing has changed.
constexpr char changes[] =
    "SELECT GETDATE() AS server_time, MAX(session_id) AS newest_session FROM msdb.dbo.syssessions; "
    "IF EXISTS (SELECT * FROM msdb.dbo.sysjobactivity WHERE session_id = "
    "(SELECT MAX(session_id) FROM msdb.dbo.syssessions) AND (run_requested_date >= @since "
    "OR start_execution_date >= @since OR stop_execution_date >= @since)) "
    "SELECT job_id FROM msdb.dbo.sysjobactivity";
constexpr char parameters[] = "@since datetime";
constexpr char since[] = "2099-01-01T00:00:00.000";

/// db-lib takes what it sends as bytes that it might change, and does not change them.
void add_text(DBPROCESS* process, char const* name, std::string_view text) {
    dbrpcparam(process, name, 0, SYBVARCHAR, -1, static_cast<DBINT>(text.size()),
               reinterpret_cast<BYTE*>(const_cast<char*>(text.data())));
}

void add_number(DBPROCESS* process, BYTE status, DBINT& number) {
    dbrpcparam(process, "", status, SYBINT4, -1, -1, reinterpret_cast<BYTE*>(&number));
}

void send(DBPROCESS* process) {
    if (dbrpcsend(process) == FAIL)
        throw std::runtime_error("db-lib lost the connection");
}

} // namespace

struct dblib_client::state {
    DBPROCESS* process = nullptr;
    /// Of the prepared query; 0: it is not yet.
    DBINT prepared = 0;

    void prepare_changes();
    void read_rows() const;
};

dblib_client::dblib_client(std::uint16_t port, std::string const& user, std::string const& password)
    : state_(std::make_unique<state>()) {
    dbinit();
    LOGINREC* const login = dblogin();
    DBSETLUSER(login, user.c_str());
    DBSETLPWD(login, password.c_str());
    DBSETLDBNAME(login, "msdb");
    DBSETLCHARSET(login, "UTF-8");
    dbsetlversion(login, DBVERSION_74);
    state_->process = dbopen(login, ("127.0.0.1:" + std::to_string(port)).c_str());
    dbloginfree(login);
    if (state_->process == nullptr)
        throw std::runtime_error("db-lib cannot connect");
}

dblib_client::dblib_client(dblib_client&&) noexcept = default;

dblib_client::~dblib_client() {
    if (state_)
        dbclose(state_->process);
}

std::size_t dblib_client::ask_activity(std::size_t times) {
    DBPROCESS* const process = state_->process;
    std::size_t rows = 0;
    for (std::size_t i = 0; i < times; ++i) {
        dbrpcinit(process, "msdb.dbo.sp_help_jobactivity", 0);
        if (dbrpcsend(process) == FAIL || dbsqlok(process) == FAIL)
            throw std::runtime_error("db-lib lost the connection");
        while (dbresults(process) == SUCCEED) {
            int const columns = dbnumcols(process);
            while (dbnextrow(process) != NO_MORE_ROWS) {
                for (int column = 1; column <= columns; ++column)
                    static_cast<void>(dbdata(process, column));
                ++rows;
            }
        }
        static_cast<void>(dbretstatus(process));
    }
    return rows;
}

void dblib_client::send_start(std::string const& job) {
    dbrpcinit(state_->process, "msdb.dbo.sp_start_job", 0);
    add_text(state_->process, "@job_name", job);
    send(state_->process);
}

void dblib_client::send_activity() {
    dbrpcinit(state_->process, "msdb.dbo.sp_help_jobactivity", 0);
    send(state_->process);
}

void dblib_client::send_changes() {
    if (state_->prepared == 0)
        state_->prepare_changes();
    dbrpcinit(state_->process, "sp_execute", 0);
    add_number(state_->process, 0, state_->prepared);
    add_text(state_->process, "", since);
    send(state_->process);
}

void dblib_client::state::prepare_changes() {
    dbrpcinit(process, "sp_prepexec", 0);
    add_number(process, DBRPCRETURN, prepared);
    add_text(process, "", parameters);
    add_text(process, "", changes);
    add_text(process, "", since);
    send(process);
    if (dbsqlok(process) == FAIL)
        throw std::runtime_error("the query cannot be prepared");
    read_rows();
    if (dbnumrets(process) != 1)
        throw std::runtime_error("the query was not prepared");
    prepared = *reinterpret_cast<DBINT const*>(dbretdata(process, 1));
}

void dblib_client::state::read_rows() const {
    while (dbresults(process) == SUCCEED)
        while (dbnextrow(process) != NO_MORE_ROWS)
            continue;
}

bool dblib_client::take_answer() {
    DBPROCESS* const process = state_->process;
    if (dbsqlok(process) == FAIL && dbdead(process) != 0)
        throw std::runtime_error("db-lib lost the connection");
    state_->read_rows();
    return dbhasretstat(process) != 0 && dbretstatus(process) == 0;
}

int dblib_client::descriptor() const {
    return dbiordesc(state_->process);
}

} // namespace ssislb::bench
