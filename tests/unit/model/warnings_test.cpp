// Tests of what can be run, yet deserves a look.
#include "packages.hpp"

using namespace ssislb;
using namespace ssislb::test;
using namespace std::chrono_literals;
using Catch::Matchers::StartsWith;

namespace {

template <class Change>
std::string warned_of_server(Change change) {
    auto s = good_server();
    change(s);
    auto const package = package_on({s});
    CHECK(validate(package).empty());
    return told(warnings(package));
}

template <class Change>
std::string warned_of_task(Change change) {
    auto t = good_task("load", {"extract"});
    change(t);
    auto const package = package_of({good_task("extract"), t});
    CHECK(validate(package).empty());
    return told(warnings(package));
}

} // namespace

TEST_CASE("secure defaults give no warning", "[model][warnings]") {
    CHECK(told(warnings(package_of({good_task("load")}))) == "no mistake");
}

TEST_CASE("a wire that is weaker than it could be is warned about", "[model][warnings]") {
    CHECK_THAT(warned_of_server([](server& s) { s.encryption = encryption_level::off; }),
               StartsWith("server 0 encryption[0]: the wire is not encrypted"));
    CHECK_THAT(warned_of_server([](server& s) { s.encryption = encryption_level::request; }),
               StartsWith("server 0 encryption[0]: the wire is encrypted only if"));
    CHECK_THAT(warned_of_server([](server& s) { s.verify_certificate = false; }),
               StartsWith("server 0 verify_certificate[0]: the server's certificate"));
}

TEST_CASE("a login that is missing or not used is warned about", "[model][warnings]") {
    CHECK_THAT(warned_of_server([](server& s) {
                   s.user.clear();
                   s.password_env.clear();
               }),
               StartsWith("server 0: the server has no login"));
    CHECK_THAT(warned_of_server([](server& s) { s.auth = authentication::kerberos; }),
               StartsWith("server 0 password_env[0]: the password is not used"));
}

TEST_CASE("a setting without effect is warned about", "[model][warnings]") {
    CHECK_THAT(warned_of_task([](task& t) { t.retry_delay = 30s; }),
               StartsWith("task 1 retry_delay[0]: retry_delay has no effect"));
    CHECK(warned_of_task([](task& t) {
              t.retry_delay = 30s;
              t.retries = 1;
          }) == "no mistake");
    CHECK_THAT(warned_of_task([](task& t) { t.simulate.emplace().fail_attempts = 1; }),
               StartsWith("task 1 simulate.fail_attempts[0]: fail_attempts has no effect"));
}

TEST_CASE("constraints that contradict each other are warned about", "[model][warnings]") {
    auto const add_failure = [](task& t) {
        t.after.push_back({"extract", constraint_kind::failure});
    };
    CHECK_THAT(warned_of_task(add_failure),
               StartsWith("task 1 after_failure[0]: the task never runs: \"extract\""));
    CHECK(warned_of_task([&](task& t) {
              add_failure(t);
              t.join = constraint_join::any;
          }) == "no mistake");
    CHECK(warned_of_task([](task& t) {
              t.after.push_back({"extract", constraint_kind::completion});
          }) == "no mistake");
}

TEST_CASE("what is said of retries without effect is warned about", "[model][warnings]") {
    auto const without = [](std::string const& key) {
        return StartsWith("task 1 " + key + "[0]: " + key + " has no effect while retries is 0");
    };
    CHECK_THAT(warned_of_task([](task& t) { t.retry_backoff = 2; }), without("retry_backoff"));
    CHECK_THAT(warned_of_task([](task& t) { t.retry_delay_max = 1min; }),
               without("retry_delay_max"));
    CHECK_THAT(warned_of_task([](task& t) { t.retry_on = {failure_class::canceled}; }),
               without("retry_on"));
    CHECK_THAT(warned_of_task([](task& t) { t.no_retry_on = {failure_class::timed_out}; }),
               without("no_retry_on"));
    CHECK_THAT(warned_of_task([](task& t) {
                   t.retries = 1;
                   t.no_retry_on = {failure_class::job_failed, failure_class::package_failed,
                                    failure_class::timed_out};
               }),
               StartsWith("task 1 retries[0]: retries has no effect"));
    CHECK_THAT(
        warned_of_task([](task& t) {
            t.retries = 1;
            t.retry_backoff = 2;
        }),
        StartsWith("task 1 retry_backoff[0]: retry_backoff has no effect while retry_delay"));
    CHECK_THAT(warned_of_task([](task& t) {
                   t.retries = 1;
                   t.retry_delay = 1min;
                   t.retry_delay_max = 30s;
               }),
               StartsWith("task 1 retry_delay_max[0]: retry_delay_max has no effect below"));
    CHECK(warned_of_task([](task& t) {
              t.retries = 1;
              t.retry_delay = 1min;
              t.retry_backoff = 2;
              t.retry_on = {failure_class::canceled};
          }) == "no mistake");
}

TEST_CASE("a timeout of servers counts for restartable tasks", "[model][warnings]") {
    CHECK_THAT(warned_of_task([](task& t) { t.server_loss_timeout = 1min; }),
               StartsWith("task 1 server_loss_timeout[0]: server_loss_timeout has no effect"));
    CHECK(warned_of_task([](task& t) {
              t.server_loss_timeout = 1min;
              t.restartable = true;
          }) == "no mistake");
}
