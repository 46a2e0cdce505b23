import CCrypto

/// SHA-1 of bytes that come piece by piece, by the system's libcrypto.
///
/// For the ids that git gives to its objects, which a download is checked against. Nothing new is named by it.
package struct SHA1: ~Copyable {
    /// As in `SHA256`: looked up once, in a context of its own.
    nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(OSSL_LIB_CTX_new(), "SHA1", nil)

    private let context: OpaquePointer?

    package init() {
        context = EVP_MD_CTX_new()
        Self.check(EVP_DigestInit_ex2(context, Self.algorithm, nil))
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        Self.check(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    /// 40 lower-case hexadecimal digits.
    package consuming func hexadecimal() -> String {
        let bytes = [UInt8](unsafeUninitializedCapacity: 20) { buffer, count in
            Self.check(EVP_DigestFinal_ex(context, buffer.baseAddress, nil))
            count = 20
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// No input makes these calls fail: only a libcrypto without SHA-1, or no memory at all.
    private static func check(_ status: CInt) { precondition(status == 1, "libcrypto computes no SHA-1") }

    /// The id that git gives to a file of this length: what its content is hashed behind.
    package static func ofGitBlob(count: Int) -> SHA1 {
        var hash = SHA1()
        Array("blob \(count)\0".utf8).withUnsafeBytes { hash.update($0) }
        return hash
    }
}
