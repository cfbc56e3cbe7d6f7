// Answers about as long as what one look at the socket takes, and calls that follow at once.
#include "tds_scene.hpp"

using namespace ssislb;
using namespace ssislb::test;

namespace {

/// `say 7` is answered by seven letters, of two bytes each, and a row.
sql::response say(sql::batch const& asked) {
    if (!asked.text.starts_with("say "))
        return plain_answer(asked);
    std::string const letters(std::stoul(asked.text.substr(4)), 'x');
    return answer(error_message(0, letters, "", 0), one_number(1));
}

} // namespace

TEST_CASE("answers of every length about that of a look are read whole", "[tds][short]") {
    open_scene scene({.on_batch = say});
    auto const watch = GENERATE(true, false) ? scene.begin_watch() : watching();
    for (std::size_t letters = 0; letters < 140; ++letters) {
        auto const asked = scene.ask("say " + std::to_string(letters));
        CAPTURE(letters);
        REQUIRE_FALSE(asked->error);
        REQUIRE(asked->answer().diag.server.size() == 1);
        REQUIRE(asked->answer().diag.server.front().text.size() == letters);
        REQUIRE(asked->answer().sets.size() == 1);
    }
}

TEST_CASE("a watched line serves call after call while others are canceled politely",
          "[tds][short]") {
    open_scene scene;
    auto const watch = scene.begin_watch();
    for (int round = 0; round < 50; ++round) {
        auto const left = scene.begin_and_arrive("slow");
        left->signal.emit(asio::cancellation_type::total);
        REQUIRE(scene.finish(left)->error == asio::error::operation_aborted);
        REQUIRE(scene.works());
    }
    CHECK_FALSE(watch->done);
}

TEST_CASE("a call made by the handler of the last one finds the line that was ended meanwhile",
          "[tds][short]") {
    open_scene scene;
    bool made = false;
    error_code next;
    scene.line.async_execute(
        tds::batch("select 1"), ample, [&](error_code error, tds::result const&) {
            CHECK_FALSE(error);
            scene.listener->stop();
            scene.line.async_execute(tds::batch("select 1"), ample,
                                     [&](error_code after, tds::result const&) {
                                         next = after;
                                         made = true;
                                     });
        });
    scene.until([&] { return made; });
    CHECK((next == client_errc::connection_lost || next == client_errc::not_connected));
}
