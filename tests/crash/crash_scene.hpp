// Simulated servers in this process, and the command in processes of its own that may die.
#pragma once

#include "command_process.hpp"
#include "fleet_file.hpp"
#include "simulated_fleet.hpp"
#include "support/run_audit.hpp"

#include <ssislb/model/event.hpp>
#include <ssislb/model/run_summary.hpp>

#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ssislb::test {

class crash_scene {
public:
    /// The servers live so many times faster than real time.
    crash_scene(std::string const& plan_text, double speed);
    ~crash_scene();

    crash_scene(crash_scene const&) = delete;
    crash_scene& operator=(crash_scene const&) = delete;

    [[nodiscard]] parent_package const& package() const { return package_; }
    [[nodiscard]] sim::instance& instance(std::size_t at) { return fleet_.instance(at); }
    /// Its port.
    [[nodiscard]] sim::simulated_server& server(std::size_t at) { return fleet_.server(at); }
    [[nodiscard]] std::filesystem::path const& journal() const { return journal_; }
    [[nodiscard]] std::filesystem::path path(std::string const& name) const {
        return folder_ / name;
    }

    /// Before the first process: where the journal is.
    void keep_journal_in(std::filesystem::path const& folder) { journal_ = folder / "j.db"; }
    /// Processes to come reach that server there.
    void reach_through(std::size_t server, std::uint16_t port);
    /// Processes to come read this text; the servers keep the jobs of the first one.
    void edit_plan(std::string const& text) const;

    using environment = std::map<std::string, std::string>;
    [[nodiscard]] std::unique_ptr<command_process> run(environment const& = {});
    /// Resumes the run; begins it anew where the process before has died before it had begun. Null:
    /// that was through, and has told its summary.
    [[nodiscard]] std::unique_ptr<command_process> go_on();
    [[nodiscard]] std::unique_ptr<command_process> resume() { return make({"resume", "1"}, {}); }
    /// A command that has neither journal nor events.
    [[nodiscard]] std::unique_ptr<command_process> control(std::vector<std::string> const& words);

    /// The summary that the process tells at its end. Throws when it tells none.
    [[nodiscard]] run_summary see_to_its_end(std::unique_ptr<command_process>);

    /// One sentence for each difference between what was told and what the servers saw.
    [[nodiscard]] std::vector<std::string> violations(run_summary const&);

    /// Some server runs the job.
    [[nodiscard]] bool runs(std::string_view job);
    /// Accepted starts, on all servers.
    [[nodiscard]] std::size_t starts();
    [[nodiscard]] std::size_t starts(std::string_view job);
    /// Somebody cancels its run, on whichever server.
    void cancel(std::string_view job);
    /// Waits, by the clock of the servers.
    void let_pass(milliseconds);
    /// The events of the run so far; none: it is not in the journal yet.
    [[nodiscard]] std::vector<timed_event> events() const;

    /// What a process has written last.
    [[nodiscard]] run_summary summary_in(command_process const&) const;

private:
    [[nodiscard]] std::unique_ptr<command_process> make(std::vector<std::string> words,
                                                        environment const&);
    [[nodiscard]] std::unique_ptr<command_process> spawn(std::vector<std::string> const& words,
                                                         environment const&);
    void write_fleet() const;

    std::filesystem::path folder_;
    std::filesystem::path journal_ = folder_ / "j.db";
    parent_package package_;
    boost::asio::thread_pool servers_{1};
    cli::simulated_fleet fleet_;
    cli::fleet_file reached_;
    int processes_ = 0;
};

/// With which SSISLB_FATAL_WRITE has its effect.
[[nodiscard]] crash_scene::environment fatal_write(std::string const& which);

/// The same library: from that write to the journal on, the disk is full.
[[nodiscard]] crash_scene::environment full_disk(long from_write);

/// A process that reads the number of writes of a run that ends by itself.
[[nodiscard]] long writes_of(std::filesystem::path const& counted);

} // namespace ssislb::test
