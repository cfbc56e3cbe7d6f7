// Makes an authority and a certificate signed by it.
#include "sim/server/certificate_keys.hpp"

#include <ssislb/sim/certificate.hpp>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <stdexcept>
#include <utility>

namespace ssislb::sim {

namespace {

template <auto Free>
struct deleter {
    template <typename T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};

using key_ptr = std::unique_ptr<EVP_PKEY, deleter<EVP_PKEY_free>>;
using x509_ptr = std::unique_ptr<X509, deleter<X509_free>>;
using bio_ptr = std::unique_ptr<BIO, deleter<BIO_free_all>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, deleter<X509_EXTENSION_free>>;
using context_ptr = std::unique_ptr<SSL_CTX, deleter<SSL_CTX_free>>;

void require(bool done, char const* what) {
    if (done)
        return;
    ERR_clear_error();
    throw std::runtime_error(std::string("OpenSSL cannot ") + what);
}

// Elliptic keys: a P-256 key takes a fraction of a millisecond, an RSA key up to a second.
key_ptr make_key() {
    key_ptr key{EVP_EC_gen("P-256")};
    require(key != nullptr, "make a key");
    return key;
}

void set_serial(X509* certificate) {
    std::uint64_t serial = 0;
    require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1,
            "make a serial number");
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U);
}

void set_subject(X509* certificate, std::string const& name) {
    X509_NAME* subject = X509_get_subject_name(certificate);
    require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                       reinterpret_cast<unsigned char const*>(name.data()),
                                       static_cast<int>(name.size()), -1, 0) == 1,
            "name a certificate");
}

x509_ptr make_certificate(std::string const& name, EVP_PKEY* key) {
    constexpr long day = 24L * 60 * 60;
    x509_ptr certificate{X509_new()};
    require(certificate != nullptr, "make a certificate");
    X509_set_version(certificate.get(), X509_VERSION_3);
    set_serial(certificate.get());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -day);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 10 * 365 * day);
    set_subject(certificate.get(), name);
    require(X509_set_pubkey(certificate.get(), key) == 1, "set a public key");
    return certificate;
}

void add_extension(X509* certificate, X509* issuer, int id, std::string const& text) {
    X509V3_CTX context{};
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    extension_ptr extension{X509V3_EXT_conf_nid(nullptr, &context, id, text.c_str())};
    require(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1,
            "add an extension");
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
    require(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
                X509_sign(certificate, issuer_key, EVP_sha256()) > 0,
            "sign a certificate");
}

std::string alternative_names(std::vector<std::string> const& names) {
    std::string text;
    for (auto const& name : names) {
        bool const address = name.find_first_not_of("0123456789.") == std::string::npos;
        text += (text.empty() ? "" : ",") + std::string(address ? "IP:" : "DNS:") + name;
    }
    return text;
}

std::string to_pem(X509* certificate) {
    bio_ptr memory{BIO_new(BIO_s_mem())};
    require(memory != nullptr && PEM_write_bio_X509(memory.get(), certificate) == 1,
            "write a certificate");
    char* data = nullptr;
    auto const size = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

context_ptr make_context(X509* certificate, EVP_PKEY* key) {
    context_ptr context{SSL_CTX_new(TLS_server_method())};
    require(context != nullptr, "make a context");
    // Clients of TDS 7 expect the handshake of TLS 1.2; 1.3 sends tickets after its end, when
    // records are no longer wrapped in packets.
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
    require(SSL_CTX_use_certificate(context.get(), certificate) == 1 &&
                SSL_CTX_use_PrivateKey(context.get(), key) == 1,
            "use a certificate");
    return context;
}

} // namespace

namespace detail {

certificate_keys::certificate_keys(std::vector<std::string> const& names) {
    auto const authority_key = make_key();
    auto const authority = make_certificate("ssislb simulator authority", authority_key.get());
    add_extension(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE");
    add_extension(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    sign(authority.get(), authority.get(), authority_key.get());

    auto const key = make_key();
    auto const certificate = make_certificate(names.front(), key.get());
    add_extension(certificate.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate.get(), authority.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(certificate.get(), authority.get(), NID_ext_key_usage, "serverAuth");
    add_extension(certificate.get(), authority.get(), NID_subject_alt_name,
                  alternative_names(names));
    sign(certificate.get(), authority.get(), authority_key.get());

    authority_pem_ = to_pem(authority.get());
    context_ = make_context(certificate.get(), key.get());
}

} // namespace detail

certificate::certificate(std::shared_ptr<detail::certificate_keys const> keys)
    : keys_(std::move(keys)) {}

certificate const& certificate::for_localhost() {
    static certificate const made = for_names({"localhost", "127.0.0.1"});
    return made;
}

certificate certificate::for_names(std::vector<std::string> const& names) {
    return certificate{std::make_shared<detail::certificate_keys const>(names)};
}

std::string const& certificate::authority_pem() const noexcept {
    return keys_->authority_pem();
}

} // namespace ssislb::sim
