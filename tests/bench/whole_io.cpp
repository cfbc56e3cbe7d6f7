// The other ends of the pipes are in other processes.
#include "whole_io.hpp"

#include <unistd.h>

#include <stdexcept>

namespace ssislb::bench {

bool read_whole(int from, void* into, std::size_t size) {
    for (auto* at = static_cast<char*>(into); size > 0;) {
        auto const got = ::read(from, at, size);
        if (got <= 0)
            return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

void write_whole(int to, void const* from, std::size_t size) {
    for (auto const* at = static_cast<char const*>(from); size > 0;) {
        auto const put = ::write(to, at, size);
        if (put <= 0)
            throw std::runtime_error("the other process has gone");
        at += put;
        size -= static_cast<std::size_t>(put);
    }
}

} // namespace ssislb::bench
