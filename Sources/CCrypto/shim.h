// OpenSSL's libcrypto, for SHA-256.
#include <openssl/crypto.h>
#include <openssl/evp.h>
