#include "stop_command.hpp"

#include "control_command.hpp"
#include "journal_place.hpp"
#include "resume_command.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace ssislb::cli {
namespace {

constexpr std::chrono::milliseconds between_looks{200};

control_arguments question_of(stop_arguments const& from, std::string run) {
    control_arguments asked;
    asked.question.what = control_question::verb::stop;
    asked.question.jobs = from.jobs;
    asked.run = std::move(run);
    asked.json = from.json;
    return asked;
}

/// The run's process watches until the ends are seen; so do we.
exit_code wait_for_end(journal_file const& journal, run_number number) {
    boost::asio::io_context io;
    boost::asio::steady_timer pause(io);
    for (;;) {
        auto const all = journal.runs();
        if (!all) {
            complain(all.error());
            return exit_code::failed;
        }
        for (auto const& each : *all)
            if (each.number == number && !each.is_carried_on) {
                std::printf("run %lld: %s\n", static_cast<long long>(number),
                            state_of(each).c_str());
                return exit_code::succeeded;
            }
        pause.expires_after(between_looks);
        pause.wait();
    }
}

/// Its process is gone: this one sees it to its end.
exit_code take_over(stop_arguments const& from, run_number number) {
    resume_arguments go_on;
    go_on.run = std::to_string(static_cast<std::int64_t>(number));
    go_on.journal = from.journal;
    go_on.how.json = from.json;
    go_on.stop_jobs = from.jobs;
    auto const code = resume(go_on);
    return code == exit_code::canceled ? exit_code::succeeded : code;
}

/// Those of the name that have not ended, else the one of that number. A journal that is not there
/// has none.
std::vector<run_record> recorded(stop_arguments const& from) {
    auto const path =
        from.journal.empty() ? default_journal_path() : std::filesystem::path(from.journal);
    auto const journal = journal_file::open(path);
    auto const all = journal ? journal->runs() : journal_result<std::vector<run_record>>();
    std::vector<run_record> meant;
    std::vector<run_record> over;
    if (!all)
        return meant;
    for (auto const& each : *all) {
        bool const is_its_number =
            std::to_string(static_cast<std::int64_t>(each.number)) == from.run;
        bool const is_its_name =
            each.what.package == from.run || std::to_string(each.pid) == from.run;
        if (is_its_number || (is_its_name && !each.finished))
            (each.finished ? over : meant).push_back(each);
    }
    return meant.empty() ? over : meant;
}

} // namespace

exit_code stop(stop_arguments const& arguments) {
    auto const meant = recorded(arguments);
    if (meant.empty())
        return control_run(question_of(arguments, arguments.run));
    if (meant.size() > 1)
        return ask_which(meant);
    auto const& run = meant.front();
    if (run.finished) {
        std::fprintf(stderr, "run %lld has ended: %s\n", static_cast<long long>(run.number),
                     state_of(run).c_str());
        return exit_code::failed;
    }
    if (!run.is_carried_on)
        return take_over(arguments, run.number);
    auto const code = control_run(question_of(arguments, std::to_string(run.pid)));
    if (code != exit_code::succeeded || arguments.no_wait)
        return code;
    auto const journal = journal_to_read(arguments.journal);
    return journal ? wait_for_end(*journal, run.number) : exit_code::failed;
}

} // namespace ssislb::cli
