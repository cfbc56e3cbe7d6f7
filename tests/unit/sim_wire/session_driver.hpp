// A session with a fake world behind it, past its login.
#pragma once

#include "sim/wire/session.hpp"
#include "unit/sim_wire/client_bytes.hpp"
#include "unit/sim_wire/fake_service.hpp"
#include "unit/sim_wire/token_reader.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ssislb::test {

namespace wire = ssislb::sim::wire;

class session_driver {
public:
    explicit session_driver(std::uint32_t version = 0x74000004)
        : wide_(version >= 0x72000000) {
        login_fields fields;
        fields.version = version;
        session.receive(login7(fields));
        static_cast<void>(take_output());
    }

    byte_string take_output() { return std::exchange(session.output(), {}); }

    /// Sends, and reads the answer strictly.
    std::vector<std::string> ask(byte_string const& request) {
        session.receive(request);
        return read_answer(take_output(), wide_);
    }

    fake_service service;
    wire::session session{service, {}};

private:
    bool wide_;
};

} // namespace ssislb::test
