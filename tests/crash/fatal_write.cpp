// Preloaded into a process: kills it at a write to its journal that was chosen beforehand, or lets
// the disk be full from then on.
//
// SSISLB_FATAL_WRITE=N counts writes to files whose name ends with "-wal" or ".db" and ends the
// process as kill -9 does, before the Nth of them; "N+" after it. With SSISLB_FULL_DISK=N the Nth
// of them and all later ones find no space. SSISLB_WRITES=FILE gets the number of writes when the
// process ends by itself.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

std::atomic<long> writes{0};

struct wanted_write {
    long number = 0;
    bool after = false;
};

wanted_write const& wanted() {
    static wanted_write const value = [] {
        char const* text = std::getenv("SSISLB_FATAL_WRITE");
        if (text == nullptr)
            return wanted_write{};
        char* end = nullptr;
        long const number = std::strtol(text, &end, 10);
        return wanted_write{number, *end == '+'};
    }();
    return value;
}

/// 0: it never is.
long full_from() {
    static long const value = [] {
        char const* text = std::getenv("SSISLB_FULL_DISK");
        return text == nullptr ? 0 : std::strtol(text, nullptr, 10);
    }();
    return value;
}

bool is_journal(int file) {
    std::array<char, 4096> target{};
    auto const link = "/proc/self/fd/" + std::to_string(file);
    auto const length = ::readlink(link.c_str(), target.data(), target.size());
    std::string_view const name(target.data(), length < 0 ? 0 : static_cast<std::size_t>(length));
    return name.ends_with("-wal") || name.ends_with(".db");
}

[[noreturn]] void die() {
    ::kill(::getpid(), SIGKILL);
    for (;;)
        ::pause();
}

template <class Write>
ssize_t counted(int file, Write write) {
    if (!is_journal(file))
        return write();
    long const number = ++writes;
    if (full_from() > 0 && number >= full_from()) {
        errno = ENOSPC;
        return -1;
    }
    if (number == wanted().number && !wanted().after)
        die();
    auto const result = write();
    if (number == wanted().number)
        die();
    return result;
}

template <class Function>
Function next(char const* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

struct teller {
    ~teller() {
        char const* path = std::getenv("SSISLB_WRITES");
        if (path == nullptr)
            return;
        if (auto* file = std::fopen(path, "w"); file != nullptr) {
            std::fprintf(file, "%ld\n", writes.load());
            std::fclose(file);
        }
    }
};

} // namespace

extern "C" {

ssize_t pwrite64(int file, void const* bytes, size_t size, off64_t at) {
    static auto const real = next<ssize_t (*)(int, void const*, size_t, off64_t)>("pwrite64");
    return counted(file, [&] { return real(file, bytes, size, at); });
}

ssize_t pwrite(int file, void const* bytes, size_t size, off_t at) {
    static auto const real = next<ssize_t (*)(int, void const*, size_t, off_t)>("pwrite");
    return counted(file, [&] { return real(file, bytes, size, at); });
}

/// The command ends by it, without destructors.
void _Exit(int code) {
    teller().~teller();
    static auto const real = next<void (*)(int)>("_exit");
    real(code);
    std::abort();
}
}
