# Each component is found alone, links, and looks for no other component's libraries.
include("${CMAKE_CURRENT_LIST_DIR}/run_command.cmake")

file(STRINGS "${work}/moved/${libdir}/cmake/ssislb/ssislbConfig.cmake" needs
    REGEX "^set\\(_ssislb_needs_")
if(NOT needs)
    message(FATAL_ERROR "the installed package knows no component")
endif()
foreach(line IN LISTS needs)
    string(REGEX REPLACE "^set\\(_ssislb_needs_([a-z]+) .*" "\\1" component "${line}")
    set(folder "${work}/component_${component}")
    file(REMOVE_RECURSE "${folder}")
    run("${CMAKE_COMMAND}" -S "${project}/one_component" -B "${folder}" -G "${generator}"
        "-DCMAKE_CXX_COMPILER=${compiler}" "-DCMAKE_PREFIX_PATH=${work}/moved"
        "-Dcomponent=${component}")
    run("${CMAKE_COMMAND}" --build "${folder}")
endforeach()

execute_process(
    COMMAND "${CMAKE_COMMAND}" -S "${project}/one_component" -B "${work}/component_none"
        -G "${generator}" "-DCMAKE_CXX_COMPILER=${compiler}" "-DCMAKE_PREFIX_PATH=${work}/moved"
        -Dcomponent=no_such_component
    RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
if(result EQUAL 0)
    message(FATAL_ERROR "a component that does not exist was found")
endif()
