// The peer that we are held against, and so the one other source that sees <sybdb.h>.
#include "dblib_client.hpp"

#include <sybdb.h>

#include <stdexcept>

namespace ssislb::bench {

struct dblib_client::state {
    DBPROCESS* process = nullptr;
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
    DBPROCESS* const process = state_->process;
    // db-lib takes what it sends as bytes that it might change, and does not change them.
    auto* const name = reinterpret_cast<BYTE*>(const_cast<char*>(job.data()));
    dbrpcinit(process, "msdb.dbo.sp_start_job", 0);
    dbrpcparam(process, "@job_name", 0, SYBVARCHAR, -1, static_cast<DBINT>(job.size()), name);
    if (dbrpcsend(process) == FAIL)
        throw std::runtime_error("db-lib lost the connection");
}

bool dblib_client::take_answer() {
    DBPROCESS* const process = state_->process;
    if (dbsqlok(process) == FAIL && dbdead(process) != 0)
        throw std::runtime_error("db-lib lost the connection");
    while (dbresults(process) == SUCCEED)
        while (dbnextrow(process) != NO_MORE_ROWS)
            continue;
    return dbhasretstat(process) != 0 && dbretstatus(process) == 0;
}

int dblib_client::descriptor() const {
    return dbiordesc(state_->process);
}

} // namespace ssislb::bench
