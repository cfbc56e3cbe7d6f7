// Runs a parent package on simulated servers in this process and keeps what it left.
#pragma once

#include "simulated_fleet.hpp"
#include "support/run_audit.hpp"

#include <ssislb/run/package_run.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <optional>

namespace ssislb::test {

class fleet_run {
public:
    fleet_run(parent_package const& package, double speed)
        : fleet_(servers_.get_executor(), package,
                 std::vector<std::string>(package.servers.size(), password), {.speed = speed})
        , package_(fleet_.redirected(package, authority_.path())) {
        options_.speed = speed;
        options_.password = [](server const&) { return std::string(password); };
    }

    ~fleet_run() { servers_.stop(); }

    fleet_run(fleet_run const&) = delete;
    fleet_run& operator=(fleet_run const&) = delete;

    /// Before go: the options, the servers, an observer, a journal.
    [[nodiscard]] run_options& options() { return options_; }
    [[nodiscard]] parent_package& package() { return package_; }
    [[nodiscard]] sim::instance& instance(std::size_t at) { return fleet_.instance(at); }
    void observe(std::shared_ptr<run_observer> observer) { observer_ = std::move(observer); }
    void use(std::shared_ptr<journal> journal) { journal_ = std::move(journal); }

    /// Runs to the end; `meanwhile` gets the run before it begins, for cancel and the like.
    run_summary const& go(std::function<void(package_run&)> const& meanwhile = {}) {
        boost::asio::io_context io(1);
        package_run run(io.get_executor(), tds::runtime::instance(), package_, options_);
        if (observer_)
            run.add_observer(observer_);
        if (journal_)
            run.use_journal(journal_);
        if (meanwhile)
            meanwhile(run);
        run.async_run([this](error_code error, run_summary summary) {
            error_ = error;
            summary_ = std::move(summary);
        });
        io.run();
        return summary_;
    }

    [[nodiscard]] error_code error() const { return error_; }
    [[nodiscard]] run_summary const& summary() const { return summary_; }

    [[nodiscard]] run_audit audit() {
        run_audit::instances all;
        for (std::size_t i = 0; i < fleet_.size(); ++i)
            all.emplace_back(fleet_.instance(i));
        return {package_, all};
    }

    [[nodiscard]] task_summary const& task(std::string_view name) const {
        return summary_.tasks.at(index(*package_.find_task(name)));
    }

private:
    static constexpr auto password = "known to both sides";

    cli::authority_file authority_;
    boost::asio::thread_pool servers_{1};
    cli::simulated_fleet fleet_;
    parent_package package_;
    run_options options_;
    std::shared_ptr<run_observer> observer_;
    std::shared_ptr<journal> journal_;
    error_code error_;
    run_summary summary_;
};

} // namespace ssislb::test
