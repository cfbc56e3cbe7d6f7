#include <ssislb/tds/request.hpp>

namespace ssislb::tds {

rpc& rpc::in(std::string name, value content) & {
    parameters.push_back({std::move(name), std::move(content), false, output_type::text});
    return *this;
}

rpc&& rpc::in(std::string name, value content) && {
    return std::move(in(std::move(name), std::move(content)));
}

rpc& rpc::out(std::string name, output_type type) & {
    parameters.push_back({std::move(name), null_t{}, true, type});
    return *this;
}

rpc&& rpc::out(std::string name, output_type type) && {
    return std::move(out(std::move(name), type));
}

std::string quoted(std::string_view text) {
    std::string literal = "N'";
    for (char const letter : text)
        literal.append(letter == '\'' ? 2 : 1, letter);
    return literal += '\'';
}

} // namespace ssislb::tds
