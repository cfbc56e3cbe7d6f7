# Installs to one prefix and moves it; no file may remember where it was made.
include("${CMAKE_CURRENT_LIST_DIR}/run_command.cmake")

file(REMOVE_RECURSE "${work}")
run("${CMAKE_COMMAND}" --install "${build}" --prefix "${work}/first" --component ssislb_Development)
run("${CMAKE_COMMAND}" --install "${build}" --prefix "${work}/first" --component ssislb_Runtime)
file(RENAME "${work}/first" "${work}/moved")

file(GLOB_RECURSE texts
    "${work}/moved/*.cmake" "${work}/moved/*.pc" "${work}/moved/*.hpp")
list(LENGTH texts count)
if(count LESS 10)
    message(FATAL_ERROR "only ${count} text files were installed")
endif()
foreach(text IN LISTS texts)
    file(READ "${text}" content)
    foreach(place IN ITEMS "${work}" "${build}" "${source}")
        string(FIND "${content}" "${place}" at)
        if(NOT at EQUAL -1)
            message(FATAL_ERROR "${text} remembers ${place}")
        endif()
    endforeach()
endforeach()
