// Who invoked a run.
#include "agent/run_invoker.hpp"
#include "support/catch.hpp"

#include <string>

using namespace ssislb::detail;

namespace {

std::string by(std::string const& who) {
    return "The job succeeded.  The Job was invoked by " + who +
           ".  The last step to run was step 1 (load).";
}

} // namespace

TEST_CASE("a run that our login invoked is ours, whatever the case of the letters",
          "[agent][invoker]") {
    CHECK(who_invoked(by("User ssislb"), "ssislb") == run_invoker::us);
    CHECK(who_invoked(by("User CORP\\Etl"), "corp\\ETL") == run_invoker::us);
    CHECK(who_invoked(by("User first.last"), "first.last") == run_invoker::us);
    CHECK(who_invoked("The job failed.  The Job was invoked by User ssislb.", "ssislb") ==
          run_invoker::us);
}

TEST_CASE("who stopped a run is not who invoked it", "[agent][invoker]") {
    auto const text =
        "The job was stopped prior to completion by User ssislb.  The Job was invoked "
        "by User bob.  The last step to run was step 1 (load).";
    CHECK(who_invoked(text, "ssislb") == run_invoker::somebody_else);
    CHECK(who_invoked(text, "bob") == run_invoker::us);
}

TEST_CASE("another login is somebody else, also where one name begins like the other",
          "[agent][invoker]") {
    CHECK(who_invoked(by("User bob"), "ssislb") == run_invoker::somebody_else);
    CHECK(who_invoked(by("User ssislb2"), "ssislb") == run_invoker::somebody_else);
    CHECK(who_invoked(by("User ssislb.test"), "ssislb") == run_invoker::somebody_else);
    CHECK(who_invoked(by("User ssis"), "ssislb") == run_invoker::somebody_else);
}

TEST_CASE("schedules, alerts and the Agent's own starts are somebody else, whoever we are",
          "[agent][invoker]") {
    auto const who = GENERATE("Schedule 17 (nightly)", "Alert 3 (disk)", "Start Sequence 1");
    CHECK(who_invoked(by(who), "ssislb") == run_invoker::somebody_else);
    CHECK(who_invoked(by(who), "") == run_invoker::somebody_else);
}

TEST_CASE("a text that names nobody tells nothing", "[agent][invoker]") {
    CHECK(who_invoked("", "ssislb") == run_invoker::not_told);
    CHECK(who_invoked("Der Auftrag war erfolgreich. Aufgerufen von Benutzer bob.", "ssislb") ==
          run_invoker::not_told);
    CHECK(who_invoked(by("(unknown)"), "ssislb") == run_invoker::not_told);
    CHECK(who_invoked(by("User (unknown)"), "ssislb") == run_invoker::not_told);
    CHECK(who_invoked(by("User "), "ssislb") == run_invoker::not_told);
    // Cut in the middle of the name.
    CHECK(who_invoked("The job failed.  The Job was invoked by User ss", "ssislb") ==
          run_invoker::not_told);
}

TEST_CASE("without a login of our own no user is somebody else", "[agent][invoker]") {
    CHECK(who_invoked(by("User bob"), "") == run_invoker::not_told);
}

TEST_CASE("names that may differ by the case of letters beyond ASCII tell nothing",
          "[agent][invoker]") {
    CHECK(who_invoked(by("User J\xC3\xBCrgen"), "J\xC3\x9CRGEN") == run_invoker::not_told);
    CHECK(who_invoked(by("User J\xC3\xBCrgen"), "j\xC3\xBCRGEN") == run_invoker::us);
    CHECK(who_invoked(by("User J\xC3\xBCrgen"), "bob") == run_invoker::somebody_else);
}
