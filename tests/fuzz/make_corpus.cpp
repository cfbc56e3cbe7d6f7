// Writes good requests into a folder, for the fuzzer to start from.
#include "unit/sim_wire/client_bytes.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace {

using namespace ssislb::test;

void write(std::filesystem::path const& file, std::uint8_t choice, byte_string const& data) {
    byte_string whole{choice, 0};
    whole += data;
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<char const*>(whole.data()),
               static_cast<std::streamsize>(whole.size()));
}

byte_string every_type() {
    rpc_bytes rpc(u"p");
    rpc.text(u"@t", u"text").number(u"@n", 1, 1);
    rpc.parameter(u"", {0x24, 16, 0}).parameter(u"", {0x68, 1, 1, 1});
    rpc.parameter(u"", {0x6C, 5, 9, 2, 5, 1, 0x69, 0x0E, 0, 0});
    rpc.parameter(u"", {0x2A, 7, 8, 0x20, 6, 0xE1, 0x74, 0x83, 0xE1, 0x3E, 0x0B});
    rpc.parameter(u"", {0x6F, 8, 8, 0x86, 0xA9, 0, 0, 0xAA, 0x70, 2, 1});
    rpc.parameter(u"", {0x62, 0x40, 0x1F, 0, 0, 6, 0, 0, 0, 0x38, 0, 7, 0, 0, 0});
    rpc.parameter(u"", {0xE7, 0xFF, 0xFF, 9, 4, 0xD0, 0, 0x34, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF,
                        0xFF, 0xFF, 0xFF, 2, 0, 0,    0, 'a',  0,    0,    0,    0,    0});
    return rpc.message();
}

} // namespace

/// Two folders: for fuzz_session and for fuzz_channel.
int main(int count, char** arguments) {
    if (count != 3)
        return 2;
    std::filesystem::path const session(arguments[1]);
    std::filesystem::path const channel(arguments[2]);
    std::filesystem::create_directories(session);
    std::filesystem::create_directories(channel);
    write(session / "types", 3, every_type());
    write(session / "batch", 3, batch(u"select 1"));
    write(session / "batch_71", 0, batch(u"select 1", false));
    write(session / "call_71", 0, rpc_bytes(u"p").number(u"@a", 1).message(false));
    write(session / "attention", 3, attention());
    auto transaction = all_headers();
    transaction += {5, 0, 0, 0};
    write(session / "transaction", 3, packet(14, transaction));
    write(session / "prepare", 3,
          rpc_bytes(13).number(u"", 0, 1).text(u"", u"").text(u"", u"select 1").message());
    auto plain = prelogin(2);
    plain += login7();
    plain += batch(u"select 1");
    write(channel / "plain", 0, plain);
    write(channel / "encrypted", 1, prelogin(1));
    write(channel / "login", 0, login7());
}
