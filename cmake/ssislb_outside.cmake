# What our modules link from outside the house, and what a consumer has to do for each of them.
#
# An archive passes its private links on to whoever links it, so the installed CMake package and
# ssislb.pc must name them all. They are read from the targets here, so the two cannot go stale.

# Columns: the target | the find_dependency() arguments | the pkg-config module | linker words.
set(ssislb_outside_table
    "Boost::headers|Boost 1.81||"
    "Boost::boost|Boost 1.81||"
    "Boost::json|Boost 1.81 COMPONENTS json||-lboost_json"
    "Threads::Threads|Threads||-pthread"
    "FreeTDS::sybdb|FreeTDS||-lsybdb"
    "fmt::fmt|fmt|fmt|"
    "SQLite::SQLite3|SQLite3|sqlite3|"
    "tomlplusplus::tomlplusplus|tomlplusplus|tomlplusplus|"
    "pugixml::pugixml|pugixml|pugixml|"
    "pugixml::shared|pugixml|pugixml|"
    "OpenSSL::SSL|OpenSSL|openssl|"
    "OpenSSL::Crypto|OpenSSL|libcrypto|")

# The outside targets that linking the given targets of ours brings along, without repetition.
function(ssislb_outside_targets result)
    set(to_visit ${ARGN})
    set(visited "")
    set(outside "")
    while(to_visit)
        list(POP_FRONT to_visit current)
        if(NOT TARGET ${current})
            continue() # the link itself will say so
        endif()
        get_target_property(aliased ${current} ALIASED_TARGET)
        if(aliased)
            set(current ${aliased})
        endif()
        if(current IN_LIST visited)
            continue()
        endif()
        list(APPEND visited ${current})
        foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
            get_target_property(links ${current} ${property})
            foreach(link IN LISTS links)
                string(REGEX REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1" link "${link}")
                if(link MATCHES "^ssislb")
                    list(APPEND to_visit ${link})
                elseif(link AND NOT link MATCHES "^\\$<BUILD_INTERFACE:" AND NOT link MATCHES "-NOTFOUND$")
                    list(APPEND outside ${link})
                endif()
            endforeach()
        endforeach()
    endwhile()
    list(REMOVE_DUPLICATES outside)
    set(${result} ${outside} PARENT_SCOPE)
endfunction()

# One column (find, module or words) of the table for the given outside targets.
function(ssislb_outside_column result column)
    set(index_of_find 1)
    set(index_of_module 2)
    set(index_of_words 3)
    set(cells "")
    foreach(wanted IN LISTS ARGN)
        set(line ${ssislb_outside_table})
        list(FILTER line INCLUDE REGEX "^${wanted}\\|")
        if(NOT line)
            message(FATAL_ERROR "${wanted} is linked by a module: add a line for it to "
                "ssislb_outside_table, so that installed packages name it")
        endif()
        string(REPLACE "|" ";" cell "${line}")
        list(GET cell ${index_of_${column}} cell)
        list(APPEND cells ${cell})
    endforeach()
    list(REMOVE_DUPLICATES cells)
    set(${result} "${cells}" PARENT_SCOPE)
endfunction()
