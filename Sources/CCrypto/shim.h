// OpenSSL's libcrypto, for SHA-256 and SHA-1.
#include <openssl/crypto.h>
#include <openssl/evp.h>
