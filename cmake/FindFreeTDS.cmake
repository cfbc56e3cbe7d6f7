# Finds FreeTDS's db-lib, which ships neither a CMake package nor a pkg-config file.
#
# Honours FreeTDS_ROOT. Defines
#   FreeTDS::sybdb      the library with its header <sybdb.h>
#   FreeTDS_FOUND, FreeTDS_INCLUDE_DIR, FreeTDS_LIBRARY
#   FreeTDS_VERSION     at best effort, from the runtime library's file name
#
# A FreeTDS without TDS 7.4 is refused: the library pins that version.
include(FindPackageHandleStandardArgs)
include(CheckCXXSymbolExists)
include(CMakePushCheckState)

find_path(FreeTDS_INCLUDE_DIR sybdb.h PATH_SUFFIXES freetds)
find_library(FreeTDS_LIBRARY NAMES sybdb)
mark_as_advanced(FreeTDS_INCLUDE_DIR FreeTDS_LIBRARY)

if(FreeTDS_INCLUDE_DIR AND FreeTDS_LIBRARY)
    cmake_push_check_state(RESET)
    set(CMAKE_REQUIRED_INCLUDES "${FreeTDS_INCLUDE_DIR}")
    set(CMAKE_REQUIRED_LIBRARIES "${FreeTDS_LIBRARY}")
    set(CMAKE_REQUIRED_QUIET TRUE)
    check_cxx_symbol_exists(dbsetlversion sybdb.h FreeTDS_HAS_dbsetlversion)
    check_cxx_symbol_exists(DBVERSION_74 sybdb.h FreeTDS_HAS_DBVERSION_74)
    cmake_pop_check_state()

    get_filename_component(_freetds_real "${FreeTDS_LIBRARY}" REALPATH)
    if(_freetds_real MATCHES "\\.so\\.([0-9.]+)$")
        set(FreeTDS_VERSION "${CMAKE_MATCH_1}")
    endif()
endif()

find_package_handle_standard_args(FreeTDS
    REQUIRED_VARS FreeTDS_LIBRARY FreeTDS_INCLUDE_DIR FreeTDS_HAS_dbsetlversion FreeTDS_HAS_DBVERSION_74
    VERSION_VAR FreeTDS_VERSION
    REASON_FAILURE_MESSAGE "install freetds-dev, or set FreeTDS_ROOT")

if(FreeTDS_FOUND AND NOT TARGET FreeTDS::sybdb)
    add_library(FreeTDS::sybdb UNKNOWN IMPORTED)
    set_target_properties(FreeTDS::sybdb PROPERTIES
        IMPORTED_LOCATION "${FreeTDS_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${FreeTDS_INCLUDE_DIR}")
endif()
