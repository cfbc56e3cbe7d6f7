// Lines that know what is said on them.
#include "start_cutter.hpp"

#include "support/relayed_line.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace ssislb::test {
namespace {

/// In UTF-16, as names of procedures are sent.
bool names_start_job(std::span<unsigned char const> said) {
    constexpr std::u16string_view name = u"sp_start_job";
    std::string_view const pattern(reinterpret_cast<char const*>(name.data()), 2 * name.size());
    std::string_view const text(reinterpret_cast<char const*>(said.data()), said.size());
    return text.find(pattern) != std::string_view::npos;
}

} // namespace

start_cutter::start_cutter(std::uint16_t server, part which, std::size_t bytes)
    : server_(server)
    , part_(which)
    , bytes_(bytes) {
    accept();
    thread_ = std::thread([this] { io_.run(); });
}

start_cutter::~start_cutter() {
    io_.stop();
    thread_.join();
}

void start_cutter::accept() {
    using portion = relayed_line::portion;
    using after = relayed_line::after;
    auto const cut_in = [this](std::size_t size) -> portion {
        if (bytes_ >= size)
            return {size, after::goes_on};
        has_cut_ = true;
        return {bytes_, after::is_reset};
    };
    // A call is one message, and nothing else is said until it is answered.
    auto const requests = [this, cut_in](std::span<unsigned char> said) -> portion {
        if (state_ != state::before || !names_start_job(said))
            return {said.size(), after::goes_on};
        state_ = state::request_passed;
        request_size_ = said.size();
        return part_ == part::request ? cut_in(said.size()) : portion{said.size(), after::goes_on};
    };
    auto const answers = [this, cut_in](std::span<unsigned char> said) -> portion {
        if (std::exchange(state_, state_ == state::request_passed ? state::over : state_) !=
            state::request_passed)
            return {said.size(), after::goes_on};
        answer_size_ = said.size();
        return part_ == part::answer ? cut_in(said.size()) : portion{said.size(), after::goes_on};
    };
    acceptor_.async_accept(
        [this, requests, answers](boost::system::error_code failed, tcp::socket client) {
            if (failed)
                return;
            std::make_shared<relayed_line>(std::move(client), answers, requests)->connect(server_);
            accept();
        });
}

} // namespace ssislb::test
