// Why a journal cannot be used.
#pragma once

#include <ssislb/base/error_code.hpp>
#include <ssislb/base/errors.hpp>

#include <boost/system/result.hpp>

#include <string>

namespace ssislb {

/// Values: distinct objects are safe to use from several threads.
struct journal_trouble {
    /// Of journal_errc.
    error_code code;
    /// Sentences for the user: the file, what is wrong, what to do.
    std::string text;
};

/// Throws boost::system::system_error; what `result::value` does without a value.
[[noreturn]] void throw_exception_from_error(journal_trouble const&, boost::source_location const&);

template <class T>
using journal_result = boost::system::result<T, journal_trouble>;

} // namespace ssislb
