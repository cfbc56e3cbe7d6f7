// Versions of the protocol.
#include "sim/wire/version.hpp"

namespace ssislb::sim::wire {

std::optional<tds_version> negotiate(std::uint32_t login_version) noexcept {
    switch (login_version >> 24U) {
    case 0x71:
        return login_version == 0x71000000 ? tds_version::v7_1 : tds_version::v7_1_revision_1;
    case 0x72:
        return tds_version::v7_2;
    case 0x73:
        return login_version < 0x730B0003 ? tds_version::v7_3_a : tds_version::v7_3_b;
    default:
        if (login_version >= 0x74000000)
            return tds_version::v7_4;
        return std::nullopt;
    }
}

std::uint32_t login_ack_number(tds_version version) noexcept {
    switch (version) {
    case tds_version::v7_1:
        return 0x07010000;
    case tds_version::v7_1_revision_1:
        return 0x71000001;
    case tds_version::v7_2:
        return 0x72090002;
    case tds_version::v7_3_a:
        return 0x730A0003;
    case tds_version::v7_3_b:
        return 0x730B0003;
    case tds_version::v7_4:
        break;
    }
    return 0x74000004;
}

} // namespace ssislb::sim::wire
