// Readings of the kernel (getrusage, proc(5)).
#include "process.hpp"

#include <sched.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace ssislb::bench {

void pin_to(int core) {
    if (core < 0)
        return;
    cpu_set_t only;
    CPU_ZERO(&only);
    CPU_SET(static_cast<std::size_t>(core), &only);
    ::sched_setaffinity(0, sizeof only, &only);
}

void allow_descriptors() {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

double seconds_of(rusage const& spent) {
    auto const seconds = [](timeval const& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(spent.ru_utime) + seconds(spent.ru_stime);
}

double cpu_time() {
    rusage spent{};
    ::getrusage(RUSAGE_SELF, &spent);
    return seconds_of(spent);
}

double cpu_time(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string const text(std::istreambuf_iterator<char>(file), {});
    // The command's name stands in brackets and may hold blanks. utime and stime are the fields 14
    // and 15 (proc(5)).
    auto const behind_name = text.rfind(')');
    if (behind_name == std::string::npos)
        return 0;
    std::istringstream fields(text.substr(behind_name + 2));
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

long status_figure(std::string const& name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name + ":"))
            return std::atol(line.c_str() + name.size() + 1);
    return 0;
}

} // namespace ssislb::bench
