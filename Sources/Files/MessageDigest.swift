import CCrypto

/// A hash of bytes that come piece by piece, by the system's libcrypto.
struct MessageDigest: ~Copyable {
    /// One of libcrypto's hashes.
    struct Algorithm: @unchecked Sendable {
        fileprivate let method: OpaquePointer?
        fileprivate let byteCount: Int

        /// Looked up once: libcrypto goes through its providers for it. In a context of its own, since the machine's `openssl.cnf` can
        /// leave the process's without a provider that has it.
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

    /// No input makes these calls fail: only a libcrypto without the hash, or no memory at all.
    private static func check(_ status: CInt) { precondition(status == 1, "libcrypto does not compute this hash") }
}

extension [UInt8] {
    /// Two lower-case digits a byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
