// Boost.JSON, compiled into this module so that no further library is needed.
#include <boost/json/src.hpp>
