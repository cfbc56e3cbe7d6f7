// A connection from its first byte on: PRELOGIN, TLS, LOGIN7.
#include "sim/server/certificate_keys.hpp"
#include "sim/server/channel.hpp"
#include "unit/sim_wire/client_bytes.hpp"
#include "unit/sim_wire/fake_service.hpp"
#include "unit/sim_wire/token_reader.hpp"

#include <ssislb/sim/certificate.hpp>

#include <algorithm>

namespace {

using namespace ssislb::test;
using ssislb::sim::wire::server_encryption;

constexpr server_encryption offers[]{server_encryption::off, server_encryption::login_only,
                                     server_encryption::full};

} // namespace

/// First byte: what the server offers; second: the size of the pieces; the rest is the client's.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 2)
        return 0;
    fake_service service;
    ssislb::sim::wire::session_options options;
    options.encryption = offers[data[0] % 3];
    options.encryption_required = data[0] >= 128;
    ssislb::sim::detail::channel channel(
        service, options, ssislb::sim::certificate::for_localhost().keys().context());
    std::size_t const piece = data[1] == 0 ? size : data[1];
    octets rest(data + 2, size - 2);
    while (!rest.empty() && !channel.closed()) {
        auto const part = rest.first(std::min(piece, rest.size()));
        rest = rest.subspan(part.size());
        channel.receive(part);
        channel.output().clear();
    }
    return 0;
}
