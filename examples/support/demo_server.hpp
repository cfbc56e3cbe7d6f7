// A simulated SQL Server for the examples; with true servers this file is not needed.
#pragma once

#include <ssislb/model/server.hpp>
#include <ssislb/sim/certificate.hpp>
#include <ssislb/sim/clock.hpp>
#include <ssislb/sim/instance.hpp>
#include <ssislb/sim/simulated_server.hpp>

#include <boost/asio/thread_pool.hpp>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace demo {

/// A job of one SSIS step that takes some time and ends so.
inline ssislb::sim::job_spec job(std::string name, std::chrono::milliseconds duration,
                                 ssislb::sim::run_end end = ssislb::sim::run_end::succeeded) {
    ssislb::sim::job_spec spec;
    spec.name = std::move(name);
    spec.steps.push_back({.command = "/FILE \"child.dtsx\"", .duration = duration, .ends = end});
    return spec;
}

class server {
public:
    server(std::string name, std::vector<ssislb::sim::job_spec> jobs)
        : name_(std::move(name))
        , ca_file_(std::filesystem::temp_directory_path() /
                   ("ssislb-demo-" + std::to_string(::getpid()) + "-" + name_ + ".pem")) {
        std::ofstream(ca_file_) << ssislb::sim::certificate::for_localhost().authority_pem();
        ssislb::sim::instance_spec spec;
        spec.name = name_;
        spec.jobs = std::move(jobs);
        spec.delays.pickup = std::chrono::milliseconds(50);
        spec.logins.push_back({.user = "etl", .password = password()});
        instance_ = std::make_shared<ssislb::sim::instance>(
            std::move(spec), std::make_shared<ssislb::sim::accelerated_clock>());
        listener_ = std::make_unique<ssislb::sim::simulated_server>(
            threads_.get_executor(), instance_,
            ssislb::sim::listen_options{.encryption = ssislb::sim::encryption_mode::full});
        listener_->start();
    }

    ~server() {
        listener_.reset();
        threads_.stop();
        threads_.join();
        std::filesystem::remove(ca_file_);
    }

    server(server const&) = delete;
    server& operator=(server const&) = delete;

    /// As a plan would name it.
    [[nodiscard]] ssislb::server spec() const {
        ssislb::server spec;
        spec.name = name_;
        spec.host = "localhost";
        spec.port = listener_->port();
        spec.max_jobs = 2;
        spec.user = "etl";
        spec.ca_file = ca_file_.string();
        return spec;
    }

    [[nodiscard]] static std::string password() { return "only for the demo"; }

private:
    std::string name_;
    std::filesystem::path ca_file_;
    boost::asio::thread_pool threads_{1};
    std::shared_ptr<ssislb::sim::instance> instance_;
    std::unique_ptr<ssislb::sim::simulated_server> listener_;
};

} // namespace demo
