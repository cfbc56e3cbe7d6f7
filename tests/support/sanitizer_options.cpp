// What the thread sanitizer cannot see. When the last login of a moment ends, libc unloads a
// character conversion that another thread had loaded; the loader's own lock is hidden from it.

// The sanitizer looks for this symbol; the name that it has in C++ is ours.
extern "C" {
char const* thread_sanitizer_suppressions() asm("__tsan_default_suppressions");
}

char const* thread_sanitizer_suppressions() {
    return "race:_dl_close_worker\n";
}
