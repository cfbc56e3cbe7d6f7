#include "fleet_file.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>

namespace ssislb::cli {
namespace {

namespace json = boost::json;

std::string to_text(fleet_file const& of) {
    json::array servers;
    for (auto const& each : of.servers)
        servers.push_back({{"name", each.name},
                           {"port", each.port},
                           {"user", each.user},
                           {"password", each.password}});
    return json::serialize(json::object{
        {"speed", of.speed}, {"ca_file", of.ca_file}, {"servers", std::move(servers)}});
}

fleet_file parse(std::string const& text) {
    auto const value = json::parse(text);
    auto const& object = value.as_object();
    fleet_file result{
        object.at("speed").to_number<double>(), std::string(object.at("ca_file").as_string()), {}};
    for (auto const& each : object.at("servers").as_array()) {
        auto const& one = each.as_object();
        result.servers.push_back(
            {std::string(one.at("name").as_string()), one.at("port").to_number<std::uint16_t>(),
             std::string(one.at("user").as_string()), std::string(one.at("password").as_string())});
    }
    return result;
}

} // namespace

std::variant<parent_package, std::string>
fleet_file::redirected(parent_package const& package) const {
    auto moved = package;
    for (auto& server : moved.servers) {
        auto const found = std::ranges::find(servers, server.name, &fleet_server::name);
        if (found == servers.end())
            return fmt::format("the simulated servers have no \"{}\"; serve this plan: ssislb sim",
                               server.name);
        server.host = "localhost";
        server.instance.clear();
        server.port = found->port;
        server.auth = authentication::password;
        server.user = found->user;
        server.ca_file = ca_file;
    }
    return moved;
}

password_source fleet_file::password() const {
    std::map<std::string, std::string> known;
    for (auto const& each : servers)
        known.emplace(each.name, each.password);
    return [known = std::move(known)](server const& of) { return known.at(of.name); };
}

bool write(fleet_file const& fleet, std::string const& path) {
    // Whole or not at all: who waits for the file reads it as soon as it is there.
    auto const draft = path + "~";
    int const file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    auto const text = to_text(fleet);
    bool const written =
        ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    return ::close(file) == 0 && written && ::rename(draft.c_str(), path.c_str()) == 0;
}

std::variant<fleet_file, std::string> read_fleet_file(std::string const& path) {
    std::ifstream file(path);
    if (!file)
        return fmt::format("{}: {}; `ssislb sim PLAN --fleet {}` writes it", path,
                           std::strerror(errno), path);
    std::string const text(std::istreambuf_iterator<char>(file), {});
    try {
        return parse(text);
    } catch (std::exception const&) {
        return path + " is not what `ssislb sim --fleet` writes";
    }
}

} // namespace ssislb::cli
