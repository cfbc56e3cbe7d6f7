// What the journal costs: appends with and without synchronization, and the load of a long run.
#include "figure.hpp"
#include "process.hpp"
#include "size_arguments.hpp"

#include <ssislb/journal/journal_file.hpp>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ssislb;

double time_of(auto body) {
    auto const begin = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void require(bool holds, std::string const& what) {
    if (!holds)
        throw std::runtime_error(what);
}

template <class T>
T must(journal_result<T> result) {
    require(result.has_value(), result ? "" : result.error().text);
    return *std::move(result);
}

class scratch_folder {
public:
    explicit scratch_folder(std::filesystem::path const& in)
        : name_((in / "bench-journal-XXXXXX").string()) {
        require(::mkdtemp(name_.data()) != nullptr, "no folder in " + in.string());
    }
    ~scratch_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(name_, ignored);
    }
    scratch_folder(scratch_folder const&) = delete;
    scratch_folder& operator=(scratch_folder const&) = delete;

    [[nodiscard]] std::filesystem::path operator/(char const* name) const {
        return std::filesystem::path(name_) / name;
    }

private:
    std::string name_;
};

parent_package package_of(std::size_t tasks) {
    parent_package package;
    package.name = "night";
    package.servers.emplace_back();
    package.servers.back().name = "etl01";
    for (std::size_t i = 0; i < tasks; ++i) {
        package.tasks.emplace_back();
        package.tasks.back().name = "load partition " + std::to_string(i);
    }
    return package;
}

timestamp instant(std::size_t at) {
    return timestamp(std::chrono::seconds(1'800'000'000) + milliseconds(at));
}

timed_event intent(std::size_t at) {
    job_mark const before{guid{}, 12, server_time(std::chrono::seconds(800'000'000)), 4'711,
                          server_time(std::chrono::seconds(800'000'100))};
    return {instant(at), event::start_intended{{task_id{0}, 1}, server_id{0}, before}};
}

/// The six events of a task that went well.
void add_task(std::vector<timed_event>& to, std::uint32_t task) {
    auto const at = instant(to.size());
    attempt_id const id{task_id{task}, 1};
    attempt_result result;
    result.job = result.package = outcome::succeeded;
    result.message = "The job succeeded.  The Job was invoked by User etl.";
    result.duration = milliseconds(60'000);
    auto intended = intent(0).what;
    std::get<event::start_intended>(intended).attempt = id;
    to.push_back({at, event::start_decided{id, server_id{0}}});
    to.push_back({at, intended});
    to.push_back({at, event::start_accepted{id}});
    to.push_back({at, event::job_started{id, server_time(std::chrono::seconds(800'000'000))}});
    to.push_back({at, event::foreign_load{server_id{0}, 2}});
    to.push_back({at, event::job_finished{id, result, milliseconds(250)}});
}

/// Events a second, and the CPU of one in microseconds; so many events in each append.
void append(journal_file& file, std::string const& name, std::vector<timed_event> const& events,
            std::size_t together) {
    auto const run = must(file.begin({"night", "", ""}, package_of(1), ""));
    auto const cpu = bench::cpu_time();
    auto const length = time_of([&] {
        for (std::size_t at = 0; at < events.size(); at += together) {
            auto const some =
                std::span(events).subspan(at).first(std::min(together, events.size() - at));
            require(!run->append(some), run->trouble());
        }
    });
    auto const count = static_cast<double>(events.size());
    bench::print("events_per_second_" + name, count / length, "1/s");
    bench::print("cpu_per_event_" + name, (bench::cpu_time() - cpu) / count * 1e6, "us");
}

/// The floor: as many bytes as the write-ahead log takes for one intent, and fdatasync.
void write_and_synchronize(std::filesystem::path const& path, std::size_t count) {
    constexpr std::size_t page_and_frame = 4096 + 24;
    std::string const bytes(page_and_frame, 'x');
    int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    require(file >= 0, "no file for the floor");
    auto const length = time_of([&] {
        for (std::size_t i = 0; i < count; ++i)
            require(::write(file, bytes.data(), bytes.size()) ==
                            static_cast<ssize_t>(bytes.size()) &&
                        ::fdatasync(file) == 0,
                    "the floor cannot be written");
    });
    ::close(file);
    bench::print("synchronizations_per_second_floor", static_cast<double>(count) / length, "1/s");
}

void load(journal_file& file, std::size_t tasks) {
    auto const package = package_of(tasks);
    std::vector<timed_event> events;
    for (std::uint32_t i = 0; i < tasks; ++i)
        add_task(events, i);
    auto const number = [&] {
        auto const run = must(file.begin({"night", "", ""}, package, ""));
        require(!run->append(events), run->trouble());
        return run->number();
    }();
    std::vector<std::string> missing;
    std::size_t found = 0;
    bench::print("open", time_of([&] { must(journal_file::open(file.path())); }) * 1e3, "ms");
    bench::print("load", time_of([&] { found = must(file.load(number)).events.size(); }) * 1e3,
                 "ms");
    auto const read = must(file.load(number));
    bench::print("translate", time_of([&] {
                                  found = std::min(found, read.events_for(package, missing).size());
                              }) * 1e3,
                 "ms");
    require(found == events.size(), "events were lost");
}

void measure(std::filesystem::path const& in, std::size_t count, std::size_t tasks) {
    scratch_folder const folder(in);
    auto file = must(journal_file::open_or_make(folder / "journal.db"));
    std::vector<timed_event> const intents(count, intent(0));
    append(file, "synchronized", intents, 1);
    append(file, "synchronized_by_16", std::vector<timed_event>(count * 8, intent(0)), 16);
    append(file, "synchronized_by_256", std::vector<timed_event>(count * 64, intent(0)), 256);
    timed_event const report{instant(0), event::foreign_load{server_id{0}, 3}};
    append(file, "unsynchronized", std::vector<timed_event>(count * 8, report), 1);
    write_and_synchronize(folder / "floor", count);
    load(file, tasks);
}

} // namespace

int main(int argc, char** argv) {
    constexpr char usage[] = "[INTENTS TASKS]";
    auto const [count, tasks] = bench::read_sizes(argc, argv, usage, {2000, 10'000});
    try {
        measure(std::filesystem::current_path(), count, tasks);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
