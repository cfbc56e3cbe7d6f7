// A program of somebody else: checks a parent package, plays it, and links what a real run needs.
#include <ssislb/base/time.hpp>
#include <ssislb/model/validation.hpp>
#include <ssislb/run/package_run.hpp>
#include <ssislb/scheduler/policies.hpp>
#include <ssislb/scheduler/scheduler.hpp>
#include <ssislb/tds/runtime.hpp>
#include <ssislb/version.hpp>

#include <boost/asio/io_context.hpp>

#include <iostream>

namespace {

ssislb::parent_package nightly() {
    ssislb::parent_package package;
    package.name = "nightly";
    auto& etl01 = package.servers.emplace_back();
    etl01.name = "etl01";
    etl01.host = "etl01.example.com";
    etl01.user = "ssislb";
    etl01.password_env = "SSISLB_PASSWORD";
    auto& load = package.tasks.emplace_back();
    load.name = "load orders";
    load.job = "ETL - Load Orders";
    load.expected = ssislb::parse_duration("5m");
    return package;
}

/// Every job that the scheduler wants started succeeds at once.
ssislb::outcome play(ssislb::parent_package const& package) {
    namespace event = ssislb::event;
    ssislb::timestamp const now{};
    ssislb::scheduler machine(package, ssislb::make_least_loaded_policy());
    machine.feed(event::run_started{}, now);
    machine.feed(event::server_up{ssislb::server_id{0}}, now);
    for (auto const& each : machine.decide(now)) {
        auto const* const start = std::get_if<ssislb::decision::start>(&each);
        if (start == nullptr)
            continue;
        auto constexpr good = ssislb::outcome::succeeded;
        machine.feed(event::start_intended{start->attempt, start->server, {}}, now);
        machine.feed(event::start_accepted{start->attempt}, now);
        machine.feed(event::job_finished{start->attempt, {.job = good, .package = good}}, now);
    }
    return machine.result().value_or(ssislb::outcome::unknown);
}

} // namespace

int main() {
    auto const package = nightly();
    for (auto const& mistake : ssislb::validate(package))
        std::cerr << mistake.text << '\n';

    boost::asio::io_context io;
    ssislb::package_run const ready(io.get_executor(), ssislb::tds::runtime::instance(), package);

    std::cout << "ssislb " SSISLB_VERSION_STRING ": " << to_string(play(package)) << '\n';
}
