// Types and values of an answer as text.
#pragma once

#include "unit/sim_wire/byte_cursor.hpp"

#include <string>

namespace ssislb::test {

struct answer_type {
    std::uint8_t byte = 0;
    std::size_t size = 0;
    std::size_t precision = 0;
    std::size_t scale = 0;
    bool in_chunks = false;

    /// `intn(4)`, `nvarchar(40)`, `datetime2n(7)`.
    std::string name() const;
};

/// Fails for types that no server sends.
answer_type read_answer_type(byte_cursor&);

/// `NULL`, `42`, `'text'`, `0xFF`, `2026-03-01 23:59:59.997`.
std::string read_answer_value(byte_cursor&, answer_type const&);

} // namespace ssislb::test
