# No build system: what pkg-config says must be all that the compiler needs.
include("${CMAKE_CURRENT_LIST_DIR}/run_command.cmake")

set(ENV{PKG_CONFIG_PATH} "${work}/moved/${libdir}/pkgconfig")
run(pkg-config --modversion ssislb)
if(NOT run_output STREQUAL version)
    message(FATAL_ERROR "ssislb.pc says version ${run_output}, the project says ${version}")
endif()
run(pkg-config --cflags --libs ssislb)
separate_arguments(flags UNIX_COMMAND "${run_output}")
file(MAKE_DIRECTORY "${work}/with_pkg_config")
run("${compiler}" -std=c++20 "${project}/main.cpp" ${flags} -o "${work}/with_pkg_config/consumer")
run("${work}/with_pkg_config/consumer")
expect_consumer_output("${run_output}" "${version}")
