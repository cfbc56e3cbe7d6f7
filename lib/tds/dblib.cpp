// The one source that sees <sybdb.h>.
#include "tds/dblib.hpp"

#include "tds/decode.hpp"

#include <boost/system/system_error.hpp>

#include <sybdb.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <string_view>
#include <utility>

namespace ssislb::tds::detail {
namespace {

static_assert(SYBVARCHAR == static_cast<int>(wire_type::varchar));
static_assert(SYBVARBINARY == static_cast<int>(wire_type::varbinary));
static_assert(SYBINT4 == static_cast<int>(wire_type::integer));
static_assert(SYBINT8 == static_cast<int>(wire_type::bigint));
static_assert(SYBFLT8 == static_cast<int>(wire_type::floating));
static_assert(SYBBIT == static_cast<int>(wire_type::bit));
static_assert(SYBBITN == static_cast<int>(wire_type::bitn));
static_assert(SYBMSDATETIME2 == static_cast<int>(wire_type::datetime2));
static_assert(SYBMSDATE == static_cast<int>(wire_type::date));
static_assert(SYBDATETIME4 == static_cast<int>(wire_type::smalldatetime));
static_assert(SYBETIME == dblib_process::timed_out && SYBECONN == dblib_process::not_there);
static_assert(SYBEINTF == dblib_process::no_section && SYBEUHST == dblib_process::unknown_host);
static_assert(offsetof(DBDATETIMEALL, time) == 0 && offsetof(DBDATETIMEALL, date) == 8);

// Beyond it a server that talks without end is not listened to, except for its first error.
constexpr std::size_t most_messages = 10'000;

// The room for nvarchar and varbinary outputs, in bytes.
constexpr DBINT most_output = 4000;

// More than a process has descriptors for. Left alone, FreeTDS counts to 4096; beyond, it complains
// on standard error, and later versions refuse.
constexpr int most_connections = 1 << 17;

// Inside a message_scope a thread works for us. Any other is the host application's.
thread_local diagnostics* listening = nullptr;

// While this thread logs in: whether somebody still wants that.
thread_local std::function<bool()> const* login_is_wanted = nullptr;

// What the host application had installed, for connections that are its own.
std::atomic<EHANDLEFUNC> hosts_error_handler{nullptr};
std::atomic<MHANDLEFUNC> hosts_message_handler{nullptr};

// What is being handed on by this thread: a handler that hands on in its turn would come round.
thread_local char const* handed_on = nullptr;

template <class Handler, class... Arguments>
int hand_on(std::atomic<Handler> const& to, int otherwise, char const* text,
            Arguments... arguments) noexcept {
    auto const handler = to.load();
    if (handler == nullptr || handed_on == text)
        return otherwise;
    auto const before = std::exchange(handed_on, text);
    int const answer = handler(arguments...);
    handed_on = before;
    return answer;
}

std::string text_of(char const* text) {
    return text == nullptr ? std::string{} : text;
}

void remember(server_message message) {
    bool const wanted = listening->server.size() < most_messages ||
                        (message.is_error() && listening->first_error() == nullptr);
    if (wanted)
        listening->server.push_back(std::move(message));
}

extern "C" {

// No exception may pass through the C frames above. A message that finds no memory is lost; that
// an error came shows in the return codes too.
int ssislb_on_message(DBPROCESS* process, DBINT number, int state, int severity, char* text,
                      char* server, char* procedure, int line) noexcept {
    if (listening == nullptr)
        return hand_on(hosts_message_handler, 0, text, process, number, state, severity, text,
                       server, procedure, line);
    try {
        remember({number, static_cast<std::uint8_t>(state), static_cast<std::uint8_t>(severity),
                  line, text_of(text), text_of(server), text_of(procedure)});
    } catch (...) {
        return 0;
    }
    return 0;
}

// Any answer but INT_CANCEL makes db-lib wait on or call exit(). To a timeout, which is the only
// chance to leave a login, INT_CONTINUE means: as long again.
int ssislb_on_error(DBPROCESS* process, int severity, int number, int os_error, char* text,
                    char* os_text) noexcept {
    if (listening == nullptr)
        return hand_on(hosts_error_handler, INT_CANCEL, text, process, severity, number, os_error,
                       text, os_text);
    if (number == SYBETIME && login_is_wanted != nullptr && (*login_is_wanted)())
        return INT_CONTINUE;
    if (number == SYBESMSG || listening->client.size() >= most_messages)
        return INT_CANCEL;
    try {
        listening->client.push_back({number, severity, std::max(os_error, 0), text_of(text)});
    } catch (...) {
        return INT_CANCEL;
    }
    return INT_CANCEL;
}
}

// The host application may install its own, or call dbinit, at any time: that puts FreeTDS's
// default in place, which ends the process when a login fails.
void claim_handlers() noexcept {
    if (auto const before = dberrhandle(ssislb_on_error); before != ssislb_on_error)
        hosts_error_handler = before;
    if (auto const before = dbmsghandle(ssislb_on_message); before != ssislb_on_message)
        hosts_message_handler = before;
}

DBPROCESS* raw(dblib_process::handle* handle) noexcept {
    return reinterpret_cast<DBPROCESS*>(handle);
}

struct login_deleter {
    void operator()(LOGINREC* record) const noexcept { dbloginfree(record); }
};
using login_pointer = std::unique_ptr<LOGINREC, login_deleter>;

bool set(LOGINREC* record, std::string const& text, int which) {
    return text.empty() || dbsetlname(record, text.c_str(), which) == SUCCEED;
}

bool fill(LOGINREC* record, login_record const& from) {
    bool const ticket = from.user.empty();
    // Left alone, FreeTDS tries versions in turn: a silent server then holds the login for ever,
    // and a wrong password is sent twice.
    return dbsetlversion(record, DBVERSION_74) == SUCCEED && set(record, from.user, DBSETUSER) &&
           set(record, from.password, DBSETPWD) && set(record, from.application, DBSETAPP) &&
           set(record, from.workstation, DBSETHOST) && set(record, from.database, DBSETDBNAME) &&
           set(record, "UTF-8", DBSETCHARSET) &&
           (!ticket || dbsetlbool(record, 1, DBSETNETWORKAUTH) == SUCCEED) &&
           (!from.read_only_intent || dbsetlbool(record, 1, DBSETREADONLY) == SUCCEED);
}

bool fixed_size(wire_type type) noexcept {
    using enum wire_type;
    return type == bit || type == bitn || type == integer || type == bigint || type == floating;
}

// What has no alternative of its own in value is shown as FreeTDS would print it.
value as_text(DBPROCESS* process, int type, BYTE const* bytes, DBINT length) {
    std::array<char, 256> text{};
    auto const written =
        dbconvert(process, type, bytes, length, SYBCHAR, reinterpret_cast<BYTE*>(text.data()),
                  static_cast<DBINT>(text.size()));
    if (written < 0) {
        auto const* first = reinterpret_cast<std::byte const*>(bytes);
        return binary(first, first + length);
    }
    std::string_view view(text.data(), std::min(static_cast<std::size_t>(written), text.size()));
    view = view.substr(0, view.find_last_not_of(std::string_view(" \0", 2)) + 1);
    return std::string(view);
}

void add(DBPROCESS* process, int type, BYTE const* bytes, DBINT length, row_set& into) {
    std::span const view(reinterpret_cast<std::byte const*>(bytes),
                         static_cast<std::size_t>(std::max(length, 0)));
    if (decode(static_cast<wire_type>(type), view, into))
        return;
    auto const shown = as_text(process, type, bytes, length);
    if (auto const* text = std::get_if<std::string>(&shown))
        into.push(std::string_view(*text));
    else
        into.push(view);
}

value content(DBPROCESS* process, int type, BYTE const* bytes, DBINT length) {
    if (bytes == nullptr)
        return null_t{};
    std::span const view(reinterpret_cast<std::byte const*>(bytes),
                         static_cast<std::size_t>(std::max(length, 0)));
    if (auto known = decode(static_cast<wire_type>(type), view))
        return *std::move(known);
    return as_text(process, type, bytes, length);
}

dblib_process::step step_of(RETCODE code, RETCODE end) noexcept {
    if (code == end)
        return dblib_process::step::end;
    return code == FAIL ? dblib_process::step::failed : dblib_process::step::item;
}

} // namespace

void start_dblib(std::string const& configuration_path) {
    // Before dbinit, which forgets the error handler that was there.
    claim_handlers();
    bool const started = dbinit() == SUCCEED;
    dberrhandle(ssislb_on_error);
    if (!started)
        throw boost::system::system_error(ENOMEM, boost::system::generic_category(),
                                          "FreeTDS does not start");
    if (dbgetmaxprocs() < most_connections)
        dbsetmaxprocs(most_connections);
    std::string path = configuration_path;
    dbsetifile(path.data());
}

message_scope::message_scope(diagnostics& target) noexcept
    : before_(std::exchange(listening, &target)) {
    claim_handlers();
}

message_scope::~message_scope() {
    listening = before_;
}

std::shared_ptr<dblib_process> dblib_process::open(login_record const& from,
                                                   std::function<bool()> const& is_wanted) {
    login_pointer const record(dblogin());
    if (!record || !fill(record.get(), from))
        return nullptr;
    login_is_wanted = &is_wanted;
    auto* const opened = dbopen(record.get(), from.section.c_str());
    login_is_wanted = nullptr;
    if (opened == nullptr)
        return nullptr;
    return std::make_shared<dblib_process>(reinterpret_cast<handle*>(opened));
}

dblib_process::dblib_process(handle* opened) noexcept
    : handle_(opened) {}

dblib_process::~dblib_process() {
    diagnostics unheard;
    message_scope const scope(unheard);
    dbclose(raw(handle_));
}

int dblib_process::descriptor() const noexcept {
    return dbiordesc(raw(handle_));
}

bool dblib_process::dead() const noexcept {
    return dbdead(raw(handle_)) != 0;
}

void dblib_process::set_patience(std::chrono::seconds patience) {
    if (patience == patience_)
        return;
    patience_ = patience;
    dbsetopt(raw(handle_), DBSETTIME, std::to_string(patience.count()).c_str(), 0);
}

bool dblib_process::send(std::string const& sql) {
    // The command buffer outlives a failure.
    dbfreebuf(raw(handle_));
    return dbcmd(raw(handle_), sql.c_str()) == SUCCEED && dbsqlsend(raw(handle_)) == SUCCEED;
}

bool dblib_process::send(std::string const& procedure, std::span<wire_parameter const> parameters) {
    auto* const process = raw(handle_);
    auto const add = [process](wire_parameter const& one) {
        auto const size = static_cast<DBINT>(one.bytes.size());
        // db-lib does not write to the value, and reads it in dbrpcsend.
        auto* const bytes = reinterpret_cast<BYTE*>(const_cast<char*>(one.bytes.data()));
        bool const null = one.bytes.empty();
        return dbrpcparam(process, one.name.c_str(), one.output ? DBRPCRETURN : 0,
                          static_cast<int>(one.type),
                          one.output && !fixed_size(one.type) ? most_output : -1,
                          null ? 0 : (fixed_size(one.type) ? -1 : size),
                          null ? nullptr : bytes) == SUCCEED;
    };
    bool const built =
        dbrpcinit(process, procedure.c_str(), 0) == SUCCEED && std::ranges::all_of(parameters, add);
    if (built && dbrpcsend(process) == SUCCEED)
        return true;
    dbrpcinit(process, "", DBRPCRESET);
    return false;
}

dblib_process::step dblib_process::begin_answer() {
    return dbsqlok(raw(handle_)) == SUCCEED ? step::item : step::failed;
}

dblib_process::step dblib_process::next_set() {
    return step_of(dbresults(raw(handle_)), NO_MORE_RESULTS);
}

dblib_process::step dblib_process::next_row() {
    return step_of(dbnextrow(raw(handle_)), NO_MORE_ROWS);
}

std::size_t dblib_process::column_count() {
    return static_cast<std::size_t>(std::max(dbnumcols(raw(handle_)), 0));
}

std::string_view dblib_process::column_name(std::size_t column) {
    char const* const name = dbcolname(raw(handle_), static_cast<int>(column) + 1);
    return name == nullptr ? std::string_view() : std::string_view(name);
}

void dblib_process::read_row(std::span<std::size_t const> columns, row_set& into) {
    auto* const process = raw(handle_);
    for (auto const column : columns) {
        int const number = static_cast<int>(column) + 1;
        auto const* const bytes = dbdata(process, number);
        if (bytes == nullptr)
            into.push(null_t{});
        else
            add(process, dbcoltype(process, number), bytes, dbdatlen(process, number), into);
    }
}

std::optional<std::int32_t> dblib_process::return_status() {
    if (dbhasretstat(raw(handle_)) == 0)
        return std::nullopt;
    return dbretstatus(raw(handle_));
}

std::vector<output> dblib_process::outputs() {
    std::vector<output> all;
    int const count = dbnumrets(raw(handle_));
    for (int number = 1; number <= count; ++number)
        all.push_back({text_of(dbretname(raw(handle_), number)),
                       content(raw(handle_), dbrettype(raw(handle_), number),
                               dbretdata(raw(handle_), number), dbretlen(raw(handle_), number))});
    return all;
}

void dblib_process::cancel() {
    dbcancel(raw(handle_));
}

} // namespace ssislb::tds::detail
