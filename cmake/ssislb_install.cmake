# Installs the library, its headers, the command, and the packages by which others find them.
#
#   ssislb_Runtime       the command
#   ssislb_Development   archives, headers, CMake package, pkg-config file
#
# Every installed path is relative to the file that names it, so the tree may be moved.
include(CMakePackageConfigHelpers)
include(ssislb_outside)

get_property(modules GLOBAL PROPERTY ssislb_modules)
get_property(core_modules GLOBAL PROPERTY ssislb_core_modules)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/ssislb")
set(generated "${PROJECT_BINARY_DIR}/package")

install(TARGETS ssislb_library ${modules}
    EXPORT ssislbTargets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT ssislb_Development)
install(EXPORT ssislbTargets
    NAMESPACE ssislb::
    DESTINATION "${package_dir}"
    COMPONENT ssislb_Development)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/ssislb" "${PROJECT_BINARY_DIR}/include/ssislb"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    COMPONENT ssislb_Development
    FILES_MATCHING PATTERN "*.hpp")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE"
    DESTINATION "${CMAKE_INSTALL_DOCDIR}"
    COMPONENT ssislb_Development)
if(TARGET ssislb_command)
    install(TARGETS ssislb_command
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT ssislb_Runtime)
endif()

# The CMake package. A component is ssislb itself, or a module that stands outside of it.
set(components ssislb)
set(component_needs "")
ssislb_outside_targets(needed ssislb_library)
ssislb_outside_column(finds find ${needed})
string(APPEND component_needs "set(_ssislb_needs_ssislb \"${finds}\")\n")
foreach(module IN LISTS modules)
    if(NOT module IN_LIST core_modules)
        string(REGEX REPLACE "^ssislb_" "" component ${module})
        list(APPEND components ${component})
        ssislb_outside_targets(needed ${module})
        ssislb_outside_column(finds find ${needed})
        string(APPEND component_needs "set(_ssislb_needs_${component} \"${finds}\")\n")
    endif()
endforeach()

list(JOIN components " " components)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/ssislbConfig.cmake.in"
    "${generated}/ssislbConfig.cmake"
    INSTALL_DESTINATION "${package_dir}"
    NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${generated}/ssislbConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES
        "${generated}/ssislbConfig.cmake"
        "${generated}/ssislbConfigVersion.cmake"
        "${PROJECT_SOURCE_DIR}/cmake/FindFreeTDS.cmake"
    DESTINATION "${package_dir}"
    COMPONENT ssislb_Development)

# The pkg-config file: the archives of ssislb::ssislb. A linker reads archives from left to right,
# so the users of a module come before it: the order of lib/CMakeLists.txt, backwards.
ssislb_outside_targets(needed ssislb_library)
ssislb_outside_column(pc_requires module ${needed})
ssislb_outside_column(pc_words words ${needed})
set(pc_archives ${core_modules})
list(REVERSE pc_archives)
list(TRANSFORM pc_archives PREPEND "-l")
list(JOIN pc_archives " " pc_archives)
list(JOIN pc_requires " " pc_requires)
list(JOIN pc_words " " pc_words)
cmake_path(IS_ABSOLUTE CMAKE_INSTALL_LIBDIR libdir_is_absolute)
if(libdir_is_absolute)
    set(pc_prefix "${CMAKE_INSTALL_PREFIX}")
else()
    file(RELATIVE_PATH pc_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
    string(REGEX REPLACE "/$" "" pc_prefix "\${pcfiledir}/${pc_prefix}")
endif()
cmake_path(ABSOLUTE_PATH CMAKE_INSTALL_LIBDIR BASE_DIRECTORY "\${prefix}" OUTPUT_VARIABLE pc_libdir)
cmake_path(ABSOLUTE_PATH CMAKE_INSTALL_INCLUDEDIR BASE_DIRECTORY "\${prefix}"
    OUTPUT_VARIABLE pc_includedir)
configure_file("${PROJECT_SOURCE_DIR}/cmake/ssislb.pc.in" "${generated}/ssislb.pc" @ONLY)
install(FILES "${generated}/ssislb.pc"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
    COMPONENT ssislb_Development)
