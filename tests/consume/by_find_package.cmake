# A CMake project of its own.
include("${CMAKE_CURRENT_LIST_DIR}/run_command.cmake")

file(REMOVE_RECURSE "${work}/with_cmake")
run("${CMAKE_COMMAND}" -S "${project}" -B "${work}/with_cmake" -G "${generator}"
    "-DCMAKE_CXX_COMPILER=${compiler}" "-DCMAKE_PREFIX_PATH=${work}/moved")
run("${CMAKE_COMMAND}" --build "${work}/with_cmake")
run("${work}/with_cmake/consumer")
expect_consumer_output("${run_output}" "${version}")
