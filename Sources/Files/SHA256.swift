import CCrypto

/// SHA-256 of bytes that come piece by piece, by the system's libcrypto.
package struct SHA256: ~Copyable {
    /// Looked up once: libcrypto goes through its providers for it. In a context of its own, since the machine's `openssl.cnf` can leave
    /// the process's without a provider that has it.
    nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(OSSL_LIB_CTX_new(), "SHA256", nil)

    private let context: OpaquePointer?

    package init() {
        context = EVP_MD_CTX_new()
        Self.check(EVP_DigestInit_ex2(context, Self.algorithm, nil))
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        Self.check(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    package consuming func finalize() -> SHA256Digest {
        SHA256Digest(
            bytes: [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
                Self.check(EVP_DigestFinal_ex(context, buffer.baseAddress, nil))
                count = 32
            })
    }

    /// No input makes these calls fail: only a libcrypto without SHA-256, or no memory at all.
    private static func check(_ status: CInt) { precondition(status == 1, "libcrypto computes no SHA-256") }

    package static func hash(_ bytes: some Collection<UInt8>) -> SHA256Digest {
        var hash = SHA256()
        if bytes.withContiguousStorageIfAvailable({ hash.update(UnsafeRawBufferPointer($0)) }) == nil {
            Array(bytes).withUnsafeBytes { hash.update($0) }
        }
        return hash.finalize()
    }
}

package struct SHA256Digest: Hashable, Sendable {
    /// 32 of them.
    package let bytes: [UInt8]

    /// 64 lower-case hexadecimal digits.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
