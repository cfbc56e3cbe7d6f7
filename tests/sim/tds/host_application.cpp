// Sees <sybdb.h>, as a host application would.
#include "host_application.hpp"

#include <sybdb.h>

#include <utility>

namespace ssislb::test {
namespace {

heard_by_host heard_so_far;
DBPROCESS* process = nullptr;
bool opening = false;
EHANDLEFUNC errors_before = nullptr;
MHANDLEFUNC messages_before = nullptr;

/// While dbopen runs, the connection has no name yet.
void look_at(DBPROCESS* of) {
    if (!opening && of != process)
        ++heard_so_far.strange;
}

int on_error(DBPROCESS* of, int, int number, int, char*, char*) {
    look_at(of);
    heard_so_far.errors.push_back(number);
    return INT_CANCEL;
}

int on_message(DBPROCESS* of, DBINT number, int, int, char*, char*, char*, int) {
    look_at(of);
    heard_so_far.messages.push_back(number);
    return 0;
}

int on_error_chained(DBPROCESS* of, int severity, int number, int os, char* text, char* os_text) {
    on_error(of, severity, number, os, text, os_text);
    return errors_before == nullptr ? INT_CANCEL
                                    : errors_before(of, severity, number, os, text, os_text);
}

int on_message_chained(DBPROCESS* of, DBINT number, int state, int severity, char* text,
                       char* server, char* procedure, int line) {
    on_message(of, number, state, severity, text, server, procedure, line);
    return messages_before == nullptr
               ? 0
               : messages_before(of, number, state, severity, text, server, procedure, line);
}

} // namespace

host_application::host_application() {
    heard_so_far = {};
}

host_application::~host_application() {
    disconnect();
    dberrhandle(nullptr);
    dbmsghandle(nullptr);
}

void host_application::start() {
    dbinit();
}

void host_application::install_handlers() {
    dberrhandle(on_error);
    dbmsghandle(on_message);
}

void host_application::install_chained_handlers() {
    errors_before = dberrhandle(on_error_chained);
    messages_before = dbmsghandle(on_message_chained);
}

int host_application::most_connections() {
    return dbgetmaxprocs();
}

void host_application::name_settings_file(std::string path) {
    dbsetifile(path.data());
}

bool host_application::connect(std::string const& server) {
    disconnect();
    LOGINREC* const login = dblogin();
    DBSETLUSER(login, "sa");
    DBSETLPWD(login, "secret");
    dbsetlversion(login, DBVERSION_74);
    opening = true;
    process = dbopen(login, server.c_str());
    opening = false;
    dbloginfree(login);
    return process != nullptr;
}

int host_application::ask(std::string const& sql) {
    int first = -1;
    dbcmd(process, sql.c_str());
    if (dbsqlexec(process) == FAIL)
        return first;
    while (dbresults(process) == SUCCEED)
        while (dbnextrow(process) == REG_ROW)
            if (first < 0)
                dbconvert(process, dbcoltype(process, 1), dbdata(process, 1), dbdatlen(process, 1),
                          SYBINT4, reinterpret_cast<BYTE*>(&first), sizeof first);
    return first;
}

heard_by_host host_application::heard() {
    return std::exchange(heard_so_far, {});
}

void host_application::disconnect() {
    if (process != nullptr)
        dbclose(std::exchange(process, nullptr));
}

} // namespace ssislb::test
