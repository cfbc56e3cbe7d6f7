// What a process costs, and on which core it runs.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <string>

namespace ssislb::bench {

/// This process and all threads that it makes from now on. A negative core: anywhere.
void pin_to(int core);

/// As many open files as the system grants; children have them too.
void allow_descriptors();

/// User and system time.
[[nodiscard]] double seconds_of(rusage const&);

/// User and system time so far, in seconds.
[[nodiscard]] double cpu_time();
/// Of another process that lives.
[[nodiscard]] double cpu_time(pid_t);

/// A line of /proc/self/status, e.g. VmHWM in KiB, Threads.
[[nodiscard]] long status_figure(std::string const& name);

} // namespace ssislb::bench
