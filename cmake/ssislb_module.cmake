# One CMake target a module, so that a dependency which the house forbids does not link.
#
#   ssislb_module(<name>
#       SOURCES <file>...
#       [PUBLIC <target>...]     what the module's public headers show
#       [PRIVATE <target>...])   what only its sources see
#
# defines ssislb_<name> with the alias ssislb::<name> and installs it.
function(ssislb_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE")
    add_library(ssislb_${name} STATIC ${arg_SOURCES})
    add_library(ssislb::${name} ALIAS ssislb_${name})
    target_compile_features(ssislb_${name} PUBLIC cxx_std_20)
    target_include_directories(ssislb_${name}
        PUBLIC
            $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
            $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
            $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
        PRIVATE
            ${PROJECT_SOURCE_DIR}/lib)
    target_link_libraries(ssislb_${name}
        PUBLIC ${arg_PUBLIC}
        PRIVATE ${arg_PRIVATE} $<BUILD_INTERFACE:ssislb_build_flags>)
    set_target_properties(ssislb_${name} PROPERTIES
        EXPORT_NAME ${name}
        POSITION_INDEPENDENT_CODE ON
        CXX_EXTENSIONS OFF
        CXX_VISIBILITY_PRESET hidden)
    set_property(GLOBAL APPEND PROPERTY ssislb_modules ssislb_${name})
endfunction()
