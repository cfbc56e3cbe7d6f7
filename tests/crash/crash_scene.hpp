// Simulated servers in this process, and the command in processes of its own that may die.
#pragma once

#include "command_process.hpp"
#include "fleet_file.hpp"
#include "simulated_fleet.hpp"
#include "support/run_audit.hpp"

#include <ssislb/model/run_summary.hpp>

#include <boost/asio/thread_pool.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
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
    [[nodiscard]] std::filesystem::path journal() const { return folder_ / "j.db"; }
    [[nodiscard]] std::filesystem::path path(std::string const& name) const {
        return folder_ / name;
    }

    using environment = std::map<std::string, std::string>;
    [[nodiscard]] std::unique_ptr<command_process> run(environment const& = {});
    /// Resumes the run; begins it anew where the process before has died before it had begun. Null:
    /// that was through, and has told its summary.
    [[nodiscard]] std::unique_ptr<command_process> go_on();

    /// The summary that the process tells at its end. Throws when it tells none.
    [[nodiscard]] run_summary see_to_its_end(std::unique_ptr<command_process>);

    /// One sentence for each difference between what was told and what the servers saw.
    [[nodiscard]] std::vector<std::string> violations(run_summary const&);

    /// What a process has written last.
    [[nodiscard]] run_summary summary_in(command_process const&) const;

private:
    [[nodiscard]] std::unique_ptr<command_process> make(std::vector<std::string> words,
                                                        environment const&);

    std::filesystem::path folder_;
    parent_package package_;
    boost::asio::thread_pool servers_{1};
    cli::simulated_fleet fleet_;
    int processes_ = 0;
};

/// With which SSISLB_FATAL_WRITE has its effect.
[[nodiscard]] crash_scene::environment fatal_write(std::string const& which);

/// A process that reads the number of writes of a run that ends by itself.
[[nodiscard]] long writes_of(std::filesystem::path const& counted);

} // namespace ssislb::test
