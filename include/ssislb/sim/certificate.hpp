// A certificate of a simulated server and the authority that signed it.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace ssislb::sim {

namespace detail {
class certificate_keys;
}

/// A server certificate with its private key, signed by an authority made for it alone. The keys
/// live in memory only. Copies share them.
///
/// Thread safety: distinct objects safe, a shared const object safe.
class certificate {
public:
    /// The certificate for `localhost` and 127.0.0.1: made once a process, at the first call.
    ///
    /// Errors: throws std::runtime_error when OpenSSL refuses.
    [[nodiscard]] static certificate const& for_localhost();

    /// A new certificate with a new authority. Each name is a DNS name, or an IPv4 address in
    /// dotted form; the first one is the subject as well. Valid from a day ago for ten years.
    ///
    /// Preconditions: names is not empty.
    /// Errors: throws std::runtime_error when OpenSSL refuses.
    [[nodiscard]] static certificate for_names(std::vector<std::string> const& names);

    /// The authority's certificate as PEM text: what a client has to trust. FreeTDS takes it as a
    /// file (`ca file`), OpenSSL too.
    [[nodiscard]] std::string const& authority_pem() const noexcept;

    /// The keys, for the server.
    [[nodiscard]] detail::certificate_keys const& keys() const noexcept { return *keys_; }

private:
    explicit certificate(std::shared_ptr<detail::certificate_keys const> keys);

    std::shared_ptr<detail::certificate_keys const> keys_;
};

} // namespace ssislb::sim
