#include "journal/journal_database.hpp"
#include "journal/journal_failure.hpp"
#include "journal/new_file.hpp"
#include "journal/run_writer.hpp"

#include <ssislb/journal/journal_file.hpp>

#include <unistd.h>

#include <array>
#include <chrono>
#include <utility>

namespace ssislb {
namespace {

using detail::journal_database;

std::string host_name() {
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return name.data();
}

std::int64_t count(timestamp at) {
    return at.time_since_epoch().count();
}

timestamp now() {
    return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
}

/// Gives what the body gives, or what it has thrown as a trouble.
template <class Body>
auto guarded(std::filesystem::path const& path, Body body) -> journal_result<decltype(body())> {
    try {
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
            return {};
        } else {
            return body();
        }
    } catch (std::exception const&) {
        return detail::current_trouble(path);
    }
}

void write_names(detail::sqlite_database& sql, std::int64_t run, std::int64_t from,
                 std::string_view kind, auto const& all) {
    auto insert = sql.prepare("INSERT INTO name VALUES (?1, ?2, ?3, ?4, ?5)");
    for (std::size_t i = 0; i < all.size(); ++i) {
        insert.bind(1, run);
        insert.bind(2, from);
        insert.bind(3, kind);
        insert.bind(4, static_cast<std::int64_t>(i));
        insert.bind(5, std::string_view(all[i].name));
        insert.run();
    }
}

void write_plan(detail::sqlite_database& sql, std::int64_t run, parent_package const& package,
                std::string const& text) {
    auto asked = sql.prepare("SELECT COALESCE(MAX(number), 0) + 1 FROM event WHERE run = ?1");
    asked.bind(1, run);
    auto const from = asked.step() ? asked.integer(0) : 1;
    // A version of which no event tells is replaced.
    auto clean = sql.prepare("DELETE FROM name WHERE run = ?1 AND from_event = ?2");
    clean.bind(1, run);
    clean.bind(2, from);
    clean.run();
    auto insert = sql.prepare("INSERT OR REPLACE INTO plan_version VALUES (?1, ?2, ?3)");
    insert.bind(1, run);
    insert.bind(2, from);
    insert.bind(3, text);
    insert.run();
    write_names(sql, run, from, "task", package.tasks);
    write_names(sql, run, from, "server", package.servers);
}

std::int64_t write_run(detail::sqlite_database& sql, run_description const& what) {
    auto insert = sql.prepare("INSERT INTO run (package, plan, settings, started, pid, host) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    auto const host = host_name();
    insert.bind(1, what.package);
    insert.bind(2, what.plan);
    insert.bind(3, what.settings);
    insert.bind(4, count(now()));
    insert.bind(5, std::int64_t{::getpid()});
    insert.bind(6, host);
    insert.run();
    return sql.last_row();
}

void take_over(detail::sqlite_database& sql, std::int64_t run, run_description const& what) {
    auto update = sql.prepare(
        "UPDATE run SET plan = ?2, settings = ?3, pid = ?4, host = ?5 WHERE number = ?1");
    auto const host = host_name();
    update.bind(1, run);
    update.bind(2, what.plan);
    update.bind(3, what.settings);
    update.bind(4, std::int64_t{::getpid()});
    update.bind(5, host);
    update.run();
}

/// Throws where somebody else carries the run on.
detail::run_lock locked(journal_database& file, std::int64_t run) {
    if (auto lock = detail::run_lock::acquire(file.path(), run))
        return *std::move(lock);
    auto const owner = file.find(run);
    detail::fail(journal_errc::in_use, file.path(),
                 "says that run " + std::to_string(run) + " is carried on by process " +
                     std::to_string(owner.pid) + " on " + owner.host +
                     "; end that first (ssislb stop, or Ctrl-C there)");
}

std::shared_ptr<run_journal> writer_of(journal_database const& file, std::int64_t run,
                                       detail::run_lock lock) {
    return std::make_shared<run_journal>(
        std::make_unique<detail::run_writer>(file.path(), run, std::move(lock)));
}

} // namespace

void throw_exception_from_error(journal_trouble const& trouble, boost::source_location const&) {
    throw boost::system::system_error(trouble.code, trouble.text);
}

run_journal::run_journal(std::unique_ptr<detail::run_writer> writer)
    : writer_(std::move(writer)) {}

run_journal::~run_journal() = default;

error_code run_journal::append(std::span<timed_event const> events) {
    return writer_->write(events) ? error_code() : error_code(journal_errc::not_writable);
}

error_code run_journal::finish(timestamp at, outcome result) {
    return writer_->finish(at, result) ? error_code() : error_code(journal_errc::not_writable);
}

run_number run_journal::number() const noexcept {
    return run_number{writer_->run()};
}

std::string const& run_journal::trouble() const noexcept {
    return writer_->trouble();
}

journal_file::journal_file(std::unique_ptr<journal_database> database)
    : database_(std::move(database)) {}

journal_file::journal_file(journal_file&&) noexcept = default;
journal_file& journal_file::operator=(journal_file&&) noexcept = default;
journal_file::~journal_file() = default;

journal_result<journal_file> journal_file::open(std::filesystem::path const& path) {
    return guarded(path, [&] { return journal_file(std::make_unique<journal_database>(path)); });
}

journal_result<journal_file> journal_file::open_or_make(std::filesystem::path const& path) {
    return guarded(path, [&] {
        detail::make_unless_there(path);
        return journal_file(std::make_unique<journal_database>(path));
    });
}

journal_result<std::vector<run_record>> journal_file::runs() const {
    return guarded(path(), [&] { return database_->runs(); });
}

journal_result<recorded_run> journal_file::load(run_number run) const {
    return guarded(path(), [&] { return database_->load(static_cast<std::int64_t>(run)); });
}

journal_result<std::shared_ptr<run_journal>> journal_file::begin(run_description const& what,
                                                                 parent_package const& package,
                                                                 std::string const& plan_text) {
    return guarded(path(), [&] {
        auto& sql = database_->sql();
        detail::sqlite_transaction change(sql, detail::sqlite_transaction::purpose::writing);
        auto const run = write_run(sql, what);
        write_plan(sql, run, package, plan_text);
        auto lock = locked(*database_, run);
        change.commit();
        return writer_of(*database_, run, std::move(lock));
    });
}

journal_result<std::shared_ptr<run_journal>> journal_file::carry_on(run_number number,
                                                                    run_description const& what,
                                                                    parent_package const& package,
                                                                    std::string const& plan_text) {
    return guarded(path(), [&] {
        auto const run = static_cast<std::int64_t>(number);
        static_cast<void>(database_->find(run));
        auto lock = locked(*database_, run);
        auto& sql = database_->sql();
        detail::sqlite_transaction change(sql, detail::sqlite_transaction::purpose::writing);
        take_over(sql, run, what);
        write_plan(sql, run, package, plan_text);
        change.commit();
        return writer_of(*database_, run, std::move(lock));
    });
}

journal_result<void> journal_file::close(run_number number, timestamp at, outcome result) {
    return guarded(path(), [&] {
        auto const run = static_cast<std::int64_t>(number);
        static_cast<void>(database_->find(run));
        detail::run_writer writer(path(), run, locked(*database_, run));
        if (!writer.finish(at, result))
            throw detail::journal_failure({journal_errc::not_writable, writer.trouble()});
    });
}

std::filesystem::path const& journal_file::path() const noexcept {
    return database_->path();
}

} // namespace ssislb
