#include "control_client.hpp"

#include "control_place.hpp"
#include "control_question.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <tuple>

namespace ssislb::cli {
namespace {

namespace json = boost::json;
using boost::system::error_code;

constexpr std::chrono::seconds patience{5};

std::string who() {
    return to_line({control_question::verb::who, {}, 0});
}

std::string text_of(json::object const& from, std::string_view key) {
    auto const* found = from.if_contains(key);
    auto const* text = found == nullptr ? nullptr : found->if_string();
    return text == nullptr ? std::string() : std::string(*text);
}

/// Names begin with it.
long pid_of(std::string const& socket) {
    auto const name = std::filesystem::path(socket).filename().string();
    long pid = 0;
    std::from_chars(name.data(), name.data() + name.size(), pid);
    return pid;
}

std::vector<std::string> sockets_in(std::string const& folder) {
    std::vector<std::string> found;
    std::error_code ignored;
    for (auto const& each : std::filesystem::directory_iterator(folder, ignored))
        if (each.path().extension() == ".sock" && each.is_socket(ignored))
            found.push_back(each.path().string());
    return found;
}

/// None where nobody answered because nobody is there.
std::vector<living_run> run_of(std::string const& socket,
                               boost::system::result<std::string> const& answer) {
    if (!answer && answer.error() != boost::asio::error::timed_out &&
        answer.error() != boost::asio::error::operation_aborted)
        return {};
    living_run found{socket, {}, pid_of(socket), {}};
    error_code error;
    auto const value = answer ? json::parse(*answer, error) : json::value();
    if (auto const* of = value.if_object(); !error && of != nullptr) {
        found.package = text_of(*of, "package");
        found.since = text_of(*of, "since");
        if (auto const* pid = of->if_contains("pid"); pid != nullptr && pid->is_int64())
            found.pid = pid->get_int64();
    }
    return {found};
}

} // namespace

boost::system::result<std::string> ask(std::string const& socket, std::string const& line) {
    if (socket.size() > longest_socket_path)
        return error_code(ENAMETOOLONG, boost::system::system_category());
    boost::asio::local::stream_protocol::iostream stream;
    stream.expires_after(patience);
    stream.connect(boost::asio::local::stream_protocol::endpoint(socket));
    stream << line << '\n' << std::flush;
    std::string answer;
    if (std::getline(stream, answer) && !stream.eof())
        return answer;
    auto const error = stream.error();
    return error ? error : error_code(boost::asio::error::eof);
}

std::vector<living_run> run_at(std::string const& socket) {
    return run_of(socket, ask(socket, who()));
}

std::vector<living_run> living_runs(std::vector<std::string> const& folders) {
    std::vector<living_run> all;
    for (auto const& folder : folders) {
        if (!look_at_folder(folder).trouble.empty())
            continue;
        for (auto const& socket : sockets_in(folder)) {
            auto const answer = ask(socket, who());
            if (!answer && answer.error() == boost::asio::error::connection_refused)
                ::unlink(socket.c_str());
            auto const found = run_of(socket, answer);
            all.insert(all.end(), found.begin(), found.end());
        }
    }
    std::ranges::sort(all, {}, [](living_run const& one) { return std::tie(one.since, one.pid); });
    return all;
}

} // namespace ssislb::cli
