// An absurd length in a forged answer makes FreeTDS ask for absurd memory. It must be refused under
// the sanitizers as it is without them, and not end the program.

// The sanitizers look for these symbols; the names that they have in C++ are ours.
extern "C" {
char const* address_sanitizer_options() asm("__asan_default_options");
char const* thread_sanitizer_options() asm("__tsan_default_options");
}

char const* address_sanitizer_options() {
    return "allocator_may_return_null=1";
}

char const* thread_sanitizer_options() {
    return "allocator_may_return_null=1";
}
