// The keys behind a certificate, ready for OpenSSL.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <vector>

namespace ssislb::sim::detail {

class certificate_keys {
public:
    explicit certificate_keys(std::vector<std::string> const& names);

    [[nodiscard]] std::string const& authority_pem() const noexcept { return authority_pem_; }
    /// A server context of TLS 1.2. OpenSSL lets threads share it.
    [[nodiscard]] SSL_CTX* context() const noexcept { return context_.get(); }

private:
    std::string authority_pem_;
    std::shared_ptr<SSL_CTX> context_;
};

} // namespace ssislb::sim::detail
