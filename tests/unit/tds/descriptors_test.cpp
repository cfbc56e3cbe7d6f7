// The limit of open files.
#include "support/catch.hpp"

#include <ssislb/tds/descriptors.hpp>

#include <sys/resource.h>

using namespace ssislb;

namespace {

/// The limits of this process while it lives.
class limits {
public:
    limits(rlim_t soft, rlim_t hard) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit const now{soft, hard};
        ::setrlimit(RLIMIT_NOFILE, &now);
    }
    limits(limits const&) = delete;
    limits& operator=(limits const&) = delete;
    ~limits() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

} // namespace

TEST_CASE("what is open leaves room for so many connections", "[tds][descriptors]") {
    CHECK(tds::descriptor_limit{.soft = 1024, .hard = 4096, .open = 24}.connections_left() == 250);
    CHECK(tds::descriptor_limit{.soft = 24, .hard = 4096, .open = 24}.connections_left() == 0);
    CHECK(tds::descriptor_limit{.soft = 10, .hard = 10, .open = 24}.connections_left() == 0);
    CHECK(tds::descriptors_for(250) == 1000);
}

TEST_CASE("the soft limit is raised as far as wanted and never lowered", "[tds][descriptors]") {
    limits const low(64, 512);
    CHECK(tds::raise_descriptor_limit(100));
    CHECK(tds::current_descriptor_limit().soft == 100);
    CHECK(tds::raise_descriptor_limit(10));
    CHECK(tds::current_descriptor_limit().soft == 100);
    CHECK(tds::current_descriptor_limit().hard == 512);
    CHECK(tds::current_descriptor_limit().open >= 3);
}

TEST_CASE("where the hard limit ends, the soft one goes that far and the sentence names both",
          "[tds][descriptors]") {
    limits const low(64, 512);
    CHECK_FALSE(tds::raise_descriptor_limit(1000));
    CHECK(tds::current_descriptor_limit().soft == 512);
    CHECK(tds::explain_descriptor_limit().find("512 files (hard limit 512)") != std::string::npos);
}
