// FreeTDS's numbers of SQL Server's types, for the sources that may not see its header.
#pragma once

namespace ssislb::tds::detail {

enum class wire_type : int {
    image = 34,
    text = 35,
    uniqueidentifier = 36,
    varbinary = 37,
    varchar = 39,
    date = 40,
    time = 41,
    datetime2 = 42,
    datetimeoffset = 43,
    binary = 45,
    character = 47,
    tinyint = 48,
    bit = 50,
    smallint = 52,
    integer = 56,
    smalldatetime = 58,
    real = 59,
    datetime = 61,
    floating = 62,
    ntext = 99,
    nvarchar = 103,
    bitn = 104,
    bigint = 127,
};

} // namespace ssislb::tds::detail
