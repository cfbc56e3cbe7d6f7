// A session after its login, fed with whatever the fuzzer makes up.
#include "unit/sim_wire/session_driver.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>

namespace {

using namespace ssislb::test;
using namespace std::chrono_literals;

/// Sends a parameter's value back, so that what was read is also written.
sql::response echo(sql::call const& call) {
    sql::response response;
    std::uint16_t ordinal = 0;
    for (auto const& each : call.parameters) {
        response.items.emplace_back(
            sql::output_value{each.name, each.declared, each.max_length, each.value, ordinal++});
        sql::column const column{each.name, each.declared, each.max_length, true};
        response.items.emplace_back(sql::result_set{{column}, {{each.value}}});
    }
    if (call.parameters.size() == 3)
        response.delivery.delay = 1ms;
    if (call.parameters.size() == 2) {
        response = {};
        response.goes_on_after = 1ms;
    }
    return response;
}

constexpr std::uint32_t versions[]{0x71000001, 0x72090002, 0x730B0003, 0x74000004};

} // namespace

/// First byte: the version; second: the size of the pieces; the rest is what the client sends.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 2)
        return 0;
    auto const version = versions[data[0] % 4];
    std::size_t const piece = data[1] == 0 ? size : data[1];
    session_driver driver(version);
    driver.service.on_call = echo;
    driver.service.on_resume = [] { return answer(one_number(2)); };
    driver.service.on_batch = [](sql::batch const& batch) {
        return answer(error_message(1, batch.text, batch.text), one_number(1));
    };
    byte_string output;
    octets rest(data + 2, size - 2);
    while (!rest.empty() && !driver.session.closed()) {
        auto const part = rest.first(std::min(piece, rest.size()));
        rest = rest.subspan(part.size());
        driver.session.receive(part);
        if (part.size() % 2 == 0)
            driver.session.release(100'000);
        if (part.size() % 3 == 0)
            driver.session.go_on();
        output += driver.take_output();
    }
    driver.session.go_on();
    driver.session.release(static_cast<std::size_t>(-1));
    output += driver.take_output();
    try {
        // Whatever was asked, the answers are well formed.
        static_cast<void>(read_answer(output, version >= 0x72000000));
    } catch (std::exception const&) {
        std::abort();
    }
    return 0;
}
