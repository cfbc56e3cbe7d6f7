// Runs in a file (SQLite).
#pragma once

#include <ssislb/journal/journal_trouble.hpp>
#include <ssislb/journal/run_record.hpp>
#include <ssislb/model/journal.hpp>
#include <ssislb/model/parent_package.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ssislb {

namespace detail {
class journal_database;
class run_writer;
} // namespace detail

/// The run that this process carries on; nobody else can as long as this object lives. It has its
/// own connection to the file, and may outlive the journal_file that has made it.
///
/// A process that forks meanwhile shares the run with its child, which must not use this object.
///
/// Thread safety: distinct objects are safe, a shared object is not.
class run_journal final : public journal {
public:
    explicit run_journal(std::unique_ptr<detail::run_writer>);
    ~run_journal();

    /// journal_errc::not_writable: none of the events was taken, and nothing is any more; `trouble`
    /// says why. One transaction; it is synchronized where one of the events licenses an effect.
    /// May block on storage, and up to ten seconds where another program has locked the file.
    [[nodiscard]] error_code append(std::span<timed_event const>) override;

    /// The run is over: nobody has to carry it on. Blocks as append does.
    [[nodiscard]] error_code finish(timestamp, outcome);

    [[nodiscard]] run_number number() const noexcept;

    /// Why append or finish has failed: a sentence that names the file; empty: they have not.
    [[nodiscard]] std::string const& trouble() const noexcept;

private:
    std::unique_ptr<detail::run_writer> writer_;
};

/// A journal holds the runs of any number of packages; several processes may use it at once.
///
/// Whatever is wrong with a file, nothing in it is changed: one that is no journal, is of a later
/// version, or is damaged is left as it is. Every function may block on storage, and up to ten
/// seconds where another program has locked the file. To open one reads all of it, once.
///
/// Errors: journal_errc, with sentences that name the file and say what to do.
///
/// Thread safety: distinct objects are safe, a shared object is not.
class journal_file {
public:
    /// journal_errc::file_not_found, not_accessible, no_journal, newer_version, damaged, locked.
    [[nodiscard]] static journal_result<journal_file> open(std::filesystem::path const&);

    /// Makes the file if need be, whole and readable by its owner alone; its folder has to be
    /// there. Brings an older one up to date, as open does. The same errors.
    [[nodiscard]] static journal_result<journal_file> open_or_make(std::filesystem::path const&);

    journal_file(journal_file&&) noexcept;
    journal_file& operator=(journal_file&&) noexcept;
    ~journal_file();

    /// The newest first.
    [[nodiscard]] journal_result<std::vector<run_record>> runs() const;

    /// With all of its events, in order. Errors besides the others': journal_errc::no_such_run;
    /// damaged, whose sentence names the event, also where the rest of the file is sound.
    [[nodiscard]] journal_result<recorded_run> load(run_number) const;

    /// A new run, which begins now. Its number is on storage when this returns.
    [[nodiscard]] journal_result<std::shared_ptr<run_journal>>
    begin(run_description const&, parent_package const&, std::string const& plan_text);

    /// Goes on with a run that nobody else carries on; from now on events come with the ids of
    /// this package. The record's settings are replaced.
    ///
    /// Errors besides the others': journal_errc::no_such_run; in_use, whose sentence names the
    /// process and its machine.
    [[nodiscard]] journal_result<std::shared_ptr<run_journal>>
    carry_on(run_number, run_description const&, parent_package const&,
             std::string const& plan_text);

    /// The run is not carried on any more by anybody's wish: it counts as finished, with this
    /// result. Error: in_use.
    [[nodiscard]] journal_result<void> close(run_number, timestamp, outcome);

    [[nodiscard]] std::filesystem::path const& path() const noexcept;

private:
    explicit journal_file(std::unique_ptr<detail::journal_database>);

    std::unique_ptr<detail::journal_database> database_;
};

/// Where a user's journal is when nobody says otherwise (XDG base directories):
/// $XDG_STATE_HOME/ssislb/journal.db, else ~/.local/state/ssislb/journal.db. The folders are made.
/// Empty: neither variable nor home is known, or a folder cannot be made.
[[nodiscard]] std::filesystem::path default_journal_path();

} // namespace ssislb
