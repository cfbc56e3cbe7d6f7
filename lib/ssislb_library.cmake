# ssislb::ssislb: all that a program needs in order to run a parent package, as one target.
#
# plan, journal, report and sim stay out: each brings libraries that a tool of one's own may not want.
add_library(ssislb_library INTERFACE)
add_library(ssislb::ssislb ALIAS ssislb_library)
set_target_properties(ssislb_library PROPERTIES EXPORT_NAME ssislb)

set(ssislb_core_modules base model scheduler tds agent run)
foreach(module IN LISTS ssislb_core_modules)
    if(TARGET ssislb_${module})
        target_link_libraries(ssislb_library INTERFACE ssislb::${module})
        set_property(GLOBAL APPEND PROPERTY ssislb_core_modules ssislb_${module})
    endif()
endforeach()
