# Warnings and sanitizers reach our own targets through one INTERFACE target, never a global flag.
add_library(ssislb_build_flags INTERFACE)

target_compile_options(ssislb_build_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
    -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough
    $<$<BOOL:${ssislb_WARNINGS_AS_ERRORS}>:-Werror>)

# A designated initialiser leaves out what has a default, on purpose.
target_compile_options(ssislb_build_flags INTERFACE -Wno-missing-field-initializers)

if(ssislb_SANITIZE)
    target_compile_options(ssislb_build_flags INTERFACE
        -fsanitize=${ssislb_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(ssislb_build_flags INTERFACE -fsanitize=${ssislb_SANITIZE})
endif()

# This one check reads memory through a pipe, and finds fault with good objects in a test that leaves
# the process no descriptor.
if(ssislb_SANITIZE MATCHES "undefined")
    target_compile_options(ssislb_build_flags INTERFACE -fno-sanitize=vptr)
endif()

# g++ 12 reports these inside coroutines and Boost headers where there is nothing to mend.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND ssislb_SANITIZE)
    target_compile_options(ssislb_build_flags INTERFACE
        -Wno-maybe-uninitialized -Wno-mismatched-new-delete -Wno-tsan)
endif()
