// A program of somebody else: builds a parent package and checks it.
#include <ssislb/base/time.hpp>
#include <ssislb/model/outcome.hpp>
#include <ssislb/model/validation.hpp>
#include <ssislb/version.hpp>

#include <iostream>

int main() {
    ssislb::parent_package package;
    package.name = "nightly";
    ssislb::server etl01;
    etl01.name = "etl01";
    etl01.host = "etl01.example.com";
    package.servers.push_back(etl01);
    ssislb::task load;
    load.name = "load orders";
    load.job = "ETL - Load Orders";
    load.expected = ssislb::parse_duration("5m");
    package.tasks.push_back(load);

    for (auto const& mistake : ssislb::validate(package))
        std::cerr << mistake.text << '\n';
    auto const result = ssislb::validate(package).empty() ? ssislb::outcome::succeeded
                                                           : ssislb::outcome::failed;
    std::cout << "ssislb " SSISLB_VERSION_STRING ": " << to_string(result) << '\n';
}
