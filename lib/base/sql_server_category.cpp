#include <ssislb/base/sql_server_error.hpp>

#include <string>

namespace ssislb {
namespace {

class category final : public error_category {
public:
    [[nodiscard]] char const* name() const noexcept override { return "SQL Server"; }

    [[nodiscard]] std::string message(int number) const override {
        return "SQL Server message " + std::to_string(number);
    }
};

} // namespace

error_category const& sql_server_category() noexcept {
    static category const instance;
    return instance;
}

error_code make_error_code(sql_server_errc code) noexcept {
    return sql_server_error(static_cast<std::int32_t>(code));
}

error_code sql_server_error(std::int32_t number) noexcept {
    return {number, sql_server_category()};
}

} // namespace ssislb
