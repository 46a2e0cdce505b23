import CCrypto

/// A hash of bytes that come piece by piece, computed by the system's libcrypto.
struct MessageDigest: ~Copyable {
    /// One of libcrypto's hash algorithms.
    struct Algorithm: @unchecked Sendable {
        fileprivate let method: OpaquePointer?
        fileprivate let byteCount: Int

        /// It is looked up once, because libcrypto searches its providers for it. It uses a context of its own, since the machine's
        /// `openssl.cnf` can leave the default context without a provider of this hash.
        static let sha256 = Algorithm(method: EVP_MD_fetch(OSSL_LIB_CTX_new(), "SHA256", nil), byteCount: 32)
        static let sha1 = Algorithm(method: EVP_MD_fetch(OSSL_LIB_CTX_new(), "SHA1", nil), byteCount: 20)
    }

    private let algorithm: Algorithm
    private let context: OpaquePointer?

    init(_ algorithm: Algorithm) {
        self.algorithm = algorithm
        context = EVP_MD_CTX_new()
        Self.check(EVP_DigestInit_ex2(context, algorithm.method, nil))
    }

    deinit { EVP_MD_CTX_free(context) }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        Self.check(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    consuming func finalize() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: algorithm.byteCount) { buffer, count in
            Self.check(EVP_DigestFinal_ex(context, buffer.baseAddress, nil))
            count = algorithm.byteCount
        }
    }

    /// No input makes these calls fail. They fail only if libcrypto lacks the hash, or if there is no memory.
    private static func check(_ status: CInt) { precondition(status == 1, "libcrypto does not compute this hash") }
}

extension [UInt8] {
    /// Two lower-case digits per byte.
    var hexadecimal: String {
        func digit(_ value: UInt8) -> UInt8 { value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10) }
        return String(unsafeUninitializedCapacity: 2 * count) { text in
            for (place, byte) in enumerated() {
                text[2 * place] = digit(byte >> 4)
                text[2 * place + 1] = digit(byte & 15)
            }
            return 2 * count
        }
    }
}
