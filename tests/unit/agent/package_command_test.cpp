// What is read from the command of an SSIS step, and what of it is shown.
#include "agent/step_arguments.hpp"
#include "support/catch.hpp"

#include <ssislb/agent/package_command.hpp>

#include <random>
#include <string>
#include <vector>

using namespace ssislb;

namespace {

std::vector<std::string> texts(std::string_view command) {
    std::vector<std::string> result;
    for (auto const& each : detail::step_arguments(command))
        result.push_back(each.text);
    return result;
}

using list = std::vector<std::string>;

constexpr char catalog[] =
    R"x(/ISSERVER "\"\SSISDB\f\p\load.dtsx\"" /SERVER "\"etl\fast\"" )x"
    R"x(/Par "\"$ServerOption::LOGGING_LEVEL(Int16)\"";1 )x"
    R"x(/Par "\"$ServerOption::SYNCHRONIZED(Boolean)\"";True /CALLERINFO SQLAGENT /REPORTING E)x";

bool hides(std::string const& command) {
    auto const shown = redacted(command);
    UNSCOPED_INFO(command << "\n   is shown as\n" << shown);
    return shown.find("s3cret") == std::string::npos;
}

} // namespace

TEST_CASE("blanks outside quotes part arguments", "[agent][command]") {
    CHECK(texts("").empty());
    CHECK(texts(" \t\r\n").empty());
    CHECK(texts("a  b\tc\r\nd") == list{"a", "b", "c", "d"});
    CHECK(texts(R"(/SQL "\a b\c" x)") == list{"/SQL", R"(\a b\c)", "x"});
    CHECK(texts(R"(a"b c"d "")") == list{"ab cd", ""});
}

TEST_CASE("a quote inside an argument is doubled or follows a backslash", "[agent][command]") {
    CHECK(texts(R"("say ""hi"" now" b)") == list{R"(say "hi" now)", "b"});
    CHECK(texts(R"("\"\SSISDB\f\"" b)") == list{R"("\SSISDB\f")", "b"});
    CHECK(texts(R"("ends in \\" b)") == list{R"(ends in \)", "b"});
    CHECK(texts(R"(a\\b \\\"c)") == list{R"(a\\b)", R"(\"c)"});
    CHECK(texts(R"(Name;"\"a b\"")") == list{R"(Name;"a b")"});
}

TEST_CASE("a quote that stays open goes on to the end", "[agent][command]") {
    CHECK(texts(R"(a "b c d)") == list{"a", "b c d"});
    CHECK(texts(R"(a ")") == list{"a", ""});
    CHECK(texts("\\") == list{"\\"});
}

TEST_CASE("a generated catalog step is synchronized", "[agent][command]") {
    CHECK(read_package_command(catalog) == package_command{true, true});
}

TEST_CASE("options are read whatever their case, abbreviated, the last one counts",
          "[agent][command]") {
    std::string const option = R"x( "\"$ServerOption::SYNCHRONIZED(Boolean)\"";)x";
    CHECK(read_package_command("/isserver x") == package_command{true, false});
    CHECK(read_package_command("-ISS x /parameter" + option + "TRUE").synchronized);
    CHECK_FALSE(read_package_command("/ISSERVER x /Par" + option + "False").synchronized);
    CHECK_FALSE(read_package_command("/ISSERVER x /Par" + option + "True /Par" + option + "False")
                    .synchronized);
    CHECK(read_package_command("/ISSERVER x /Par" + option + "False /Par" + option + "True")
              .synchronized);
    CHECK(read_package_command("/ISSERVER x /Par $ServerOption::SYNCHRONIZED(Boolean);True")
              .synchronized);
}

TEST_CASE("what only looks like an option is none", "[agent][command]") {
    CHECK_FALSE(read_package_command(R"(/SQL "\a /ISSERVER x" /SERVER h)").from_catalog);
    CHECK_FALSE(read_package_command("/FILE c.dtsx /Password /ISSERVER").from_catalog);
    CHECK_FALSE(
        read_package_command(R"x(/ISSERVER x /Set "$ServerOption::SYNCHRONIZED(Boolean)";True)x")
            .synchronized);
    CHECK_FALSE(read_package_command(R"(/ISSERVER x /Par Note;"$ServerOption::SYNCHRONIZED;True")")
                    .synchronized);
    CHECK(read_package_command("") == package_command{});
}

TEST_CASE("a command without secrets is shown as it is", "[agent][redaction]") {
    for (std::string const command :
         {catalog, R"(/SQL "\Folder\Pkg" /SERVER host /CHECKPOINTING OFF /REPORTING E)",
          R"(/DTS "\"\MSDB\F\P\"" /SERVER host /CONFIGFILE "\"C:\a b\x-y.dtsConfig\"" /X86)",
          R"x(/Server "$(ESCAPE_NONE(SRVR))" /SQL "Maintenance Plans\Plan")x",
          R"x(/ISSERVER x /ENVREFERENCE 7 /Par "\"$Project::Batch(Int32)\"";5)x"})
        CHECK(redacted(command) == command);
}

TEST_CASE("values of secret options are hidden", "[agent][redaction]") {
    CHECK(redacted("/SQL a /Password s3cret /X86") == "/SQL a /Password *** /X86");
    CHECK(redacted(R"(/FILE p /Decrypt "s3cret word" /X86)") == "/FILE p /Decrypt *** /X86");
    CHECK(redacted(R"(/SET "\Package.Variables[User::p].Value";s3cret)") == "/SET ***");
    CHECK(redacted(R"(/CONNECTION db;"\"Data Source=x;Password=s3cret;\"" /X86)") ==
          "/CONNECTION *** /X86");
    CHECK(redacted("/Par CM.db.Password;s3cret /X86") == "/Par *** /X86");
}

TEST_CASE("a secret option takes what follows it, even what looks like an option",
          "[agent][redaction]") {
    CHECK(redacted("/Password /X86 /SQL a") == "/Password *** /SQL a");
    CHECK(redacted("/Decrypt -sql /X86") == "/Decrypt *** /X86");
    CHECK(redacted("/Password:s3cret /X86") == "/Password *** /X86");
    CHECK(hides("/Password: s3cret"));
}

TEST_CASE("a parameter is shown only if it can hold no text", "[agent][redaction]") {
    CHECK(hides("/Par $Project::Name(String);s3cret"));
    CHECK(hides("/Par Name;s3cret"));
    CHECK(hides("/Par $Project::Name(Int32);s3cret;x"));
    CHECK(hides(R"x(/Par "\"$Project::N(Int32)\"";"1 s3cret")x"));
    CHECK(redacted("/Par DoorPin(Int32);1234") == "/Par ***");
    CHECK(redacted("/Par $Project::Day(DateTime);2026-11-24") ==
          "/Par $Project::Day(DateTime);2026-11-24");
}

TEST_CASE("hostile quoting shows no secret", "[agent][redaction]") {
    for (std::string const command : {R"(/Password "a ""s3cret"" b")",
                                      R"(/Password "a \"s3cret\" b")",
                                      R"(/Password pa"s3cret word")",
                                      R"(/Password "s3cret)",
                                      R"(/Password 'a s3cret')",
                                      R"(/Password "a\" /File "b s3cret")",
                                      R"(/FILE "C:\dir\" /Password s3cret)",
                                      R"(/FILE "C:\dir\"/Password "s3cret x")",
                                      R"(/FILE "x /Decrypt s3cret)",
                                      R"(/Password "a\" /Decrypt "b s3cret")",
                                      "/Password /s3cret",
                                      "/Password -s3cret",
                                      "/Password:s3cret",
                                      "/Password=s3cret",
                                      R"(/Password"s3cret")",
                                      R"("/Password" s3cret)",
                                      "/pass s3cret",
                                      "/P s3cret",
                                      "/pa s3cret",
                                      "/DE s3cret",
                                      "-password s3cret",
                                      "/PASSWORD\r\ns3cret",
                                      "/Password /Decrypt s3cret",
                                      "/Unknown s3cret",
                                      "/s3cret",
                                      "/X86 s3cret",
                                      "s3cret",
                                      R"(/Par Name; "s3cret")",
                                      "/se path;s3cret",
                                      "/c id;s3cret",
                                      "/Rem s3cret",
                                      "/Logger x;s3cret",
                                      "/SERVER h s3cret"}) {
        CHECK(hides(command));
    }
}

TEST_CASE("what is shown is one line without tabs", "[agent][redaction]") {
    CHECK(redacted("/SQL \"a\tb\"\r\n/X86") == "/SQL \"a b\" /X86");
}

TEST_CASE("no arrangement of pieces shows a secret that follows its option",
          "[agent][redaction][property]") {
    auto const seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 chance(seed);
    std::vector<std::string> const pieces{"\"",    "\\",        " ",        "\"\"", "\\\"",
                                          "/FILE", "/SERVER x", "/X86",     "a b",  "-sql",
                                          "\t",    "/Par",      "N(Int32)", ";",    "/Set"};
    std::uniform_int_distribution<std::size_t> pick(0, pieces.size() - 1);
    std::uniform_int_distribution<int> length(0, 8);
    for (int round = 0; round < 20'000; ++round) {
        std::string command;
        for (int left = length(chance); left > 0; --left)
            command += pieces[pick(chance)];
        command += " /Password s3cret ";
        for (int left = length(chance); left > 0; --left)
            command += pieces[pick(chance)];
        REQUIRE(hides(command));
    }
}
