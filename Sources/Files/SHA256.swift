import CCrypto

/// SHA-256 of bytes that come piece by piece, by the system's libcrypto.
package struct SHA256: ~Copyable {
    /// Looked up once: libcrypto goes through its providers for it.
    nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "SHA256", nil)

    private let context: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, Self.algorithm, nil) == 1 else {
            fatalError("this system's libcrypto computes no SHA-256")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            fatalError("libcrypto could not go on with a SHA-256")
        }
    }

    package consuming func finalize() -> SHA256Digest {
        SHA256Digest(
            bytes: [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
                guard EVP_DigestFinal_ex(context, buffer.baseAddress, nil) == 1 else {
                    fatalError("libcrypto could not end a SHA-256")
                }
                count = 32
            })
    }

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
