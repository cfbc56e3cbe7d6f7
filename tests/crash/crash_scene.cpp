// The command's surroundings: plan, servers, journal, folder.
#include "crash_scene.hpp"

#include "support/plan_text.hpp"
#include "until.hpp"

#include <ssislb/journal/journal_file.hpp>
#include <ssislb/sim/certificate.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <stdlib.h>

#include <fstream>
#include <stdexcept>
#include <utility>

namespace ssislb::test {
namespace {

namespace json = boost::json;

constexpr auto password = "known to both sides";

/// sp_help_job's current_execution_status.
constexpr std::int32_t executing = 1;

std::filesystem::path make_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "ssislb-crash-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no scratch folder");
    return name;
}

outcome outcome_named(std::string_view name) {
    for (auto const each : {outcome::succeeded, outcome::failed, outcome::canceled,
                            outcome::skipped, outcome::unknown})
        if (to_string(each) == name)
            return each;
    throw std::runtime_error("no outcome: " + std::string(name));
}

} // namespace

crash_scene::crash_scene(std::string const& plan_text, double speed)
    : folder_(make_folder())
    , package_(plan(plan_text))
    , fleet_(servers_.get_executor(), package_,
             std::vector<std::string>(package_.servers.size(), password), {.speed = speed}) {
    edit_plan(plan_text);
    std::ofstream(path("ca.pem")) << sim::certificate::for_localhost().authority_pem();
    reached_ = {speed, path("ca.pem").string(), {}};
    for (std::size_t i = 0; i < package_.servers.size(); ++i) {
        auto const& user = package_.servers[i].user;
        reached_.servers.push_back({package_.servers[i].name, fleet_.port(i),
                                    user.empty() ? cli::simulated_fleet::default_user : user,
                                    password});
    }
    write_fleet();
}

crash_scene::~crash_scene() {
    servers_.stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void crash_scene::write_fleet() const {
    if (!cli::write(reached_, path("fleet.json").string()))
        throw std::runtime_error("no fleet file");
}

void crash_scene::reach_through(std::size_t server, std::uint16_t port) {
    reached_.servers.at(server).port = port;
    write_fleet();
}

void crash_scene::edit_plan(std::string const& text) const {
    std::ofstream(path("plan.toml")) << text;
}

std::unique_ptr<command_process> crash_scene::spawn(std::vector<std::string> const& words,
                                                    environment const& with) {
    auto all = with;
    all["SSISLB_CONTROL_DIR"] = path("control").string();
    all["FREETDSCONF"] = "/dev/null";
    return std::make_unique<command_process>(words, path("out" + std::to_string(++processes_)),
                                             all);
}

std::unique_ptr<command_process> crash_scene::make(std::vector<std::string> words,
                                                   environment const& with) {
    words.insert(words.end(), {"--json", "--journal", journal().string()});
    return spawn(words, with);
}

std::unique_ptr<command_process> crash_scene::control(std::vector<std::string> const& words) {
    return spawn(words, {});
}

std::unique_ptr<command_process> crash_scene::run(environment const& with) {
    return make({"run", path("plan.toml").string(), "--simulate=" + path("fleet.json").string()},
                with);
}

std::unique_ptr<command_process> crash_scene::go_on() {
    auto const journal = journal_file::open(this->journal());
    auto const runs = journal ? journal->runs() : journal_result<std::vector<run_record>>();
    if (!runs || runs->empty())
        return run();
    return runs->front().finished ? nullptr : make({"resume", "1"}, {});
}

run_summary crash_scene::see_to_its_end(std::unique_ptr<command_process> process) {
    auto const code = process->wait();
    if (!code || *code > 3)
        throw std::runtime_error("it has not ended well: " + process->errors());
    return summary_in(*process);
}

run_summary crash_scene::summary_in(command_process const& process) const {
    auto const text = process.output();
    auto const end = text.find_last_not_of('\n');
    auto const begin = text.rfind('\n', end);
    auto const from = begin == std::string::npos ? 0 : begin + 1;
    boost::system::error_code error;
    auto const line = json::parse(std::string_view(text).substr(from, end + 1 - from), error);
    if (error)
        throw std::runtime_error("no summary: " + text + process.errors());
    auto const& last = line.as_object();
    if (last.at("event").as_string() != "run_finished")
        throw std::runtime_error("no summary: " + text + process.errors());
    run_summary summary;
    summary.result = outcome_named(last.at("outcome").as_string());
    for (auto const& each : last.at("tasks").as_array()) {
        auto const& task = each.as_object();
        auto& to = summary.tasks.emplace_back();
        to.result = outcome_named(task.at("outcome").as_string());
        to.attempts = task.at("attempts").to_number<std::uint32_t>();
    }
    return summary;
}

std::vector<std::string> crash_scene::violations(run_summary const& summary) {
    run_audit::instances all;
    for (std::size_t i = 0; i < fleet_.size(); ++i)
        all.emplace_back(fleet_.instance(i));
    return run_audit(package_, all).violations(summary);
}

bool crash_scene::runs(std::string_view job) {
    for (std::size_t i = 0; i < fleet_.size(); ++i)
        if (fleet_.instance(i).job_exists(job) && fleet_.instance(i).state(job) == executing)
            return true;
    return false;
}

std::size_t crash_scene::starts(std::string_view job) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < fleet_.size(); ++i)
        if (fleet_.instance(i).job_exists(job))
            count += fleet_.instance(i).starts(job);
    return count;
}

std::size_t crash_scene::starts() {
    std::size_t count = 0;
    for (auto const& each : package_.tasks)
        count += starts(each.job);
    return count;
}

void crash_scene::cancel(std::string_view job) {
    for (std::size_t i = 0; i < fleet_.size(); ++i)
        if (fleet_.instance(i).job_exists(job) && fleet_.instance(i).stop_job(job))
            return;
    throw std::runtime_error("it does not run: " + std::string(job));
}

void crash_scene::let_pass(milliseconds time) {
    auto const end = instance(0).now() + time;
    until("their clocks go", [&] { return instance(0).now() >= end; });
}

std::vector<timed_event> crash_scene::events() const {
    auto const journal = journal_file::open(this->journal());
    auto run = journal ? journal->load(run_number{1}) : journal_result<recorded_run>();
    return run ? std::move(run->events) : std::vector<timed_event>();
}

crash_scene::environment fatal_write(std::string const& which) {
    return {{"LD_PRELOAD", SSISLB_FATAL_WRITE_LIBRARY}, {"SSISLB_FATAL_WRITE", which}};
}

crash_scene::environment full_disk(long from_write) {
    return {{"LD_PRELOAD", SSISLB_FATAL_WRITE_LIBRARY},
            {"SSISLB_FULL_DISK", std::to_string(from_write)}};
}

long writes_of(std::filesystem::path const& counted) {
    long count = 0;
    std::ifstream(counted) >> count;
    return count;
}

} // namespace ssislb::test
