# run(<command>...): runs it, shows what it says when it fails, and ends the test then.
# run_output holds what it printed, without the last line end.
macro(run)
    execute_process(COMMAND ${ARGV}
        RESULT_VARIABLE run_result OUTPUT_VARIABLE run_output ERROR_VARIABLE run_errors
        OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT run_result EQUAL 0)
        string(REPLACE ";" " " run_words "${ARGV}")
        message(FATAL_ERROR "${run_words}\nended with ${run_result}\n${run_output}\n${run_errors}")
    endif()
endmacro()

# The program prints the version it was compiled with and the outcome of a small run.
function(expect_consumer_output printed version)
    if(NOT printed STREQUAL "ssislb ${version}: succeeded")
        message(FATAL_ERROR "the program printed \"${printed}\"")
    endif()
endfunction()
