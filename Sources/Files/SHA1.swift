/// SHA-1 of bytes that come piece by piece.
///
/// For the ids that git gives to its objects, which a download is checked against. Nothing new is named by it.
package struct SHA1: ~Copyable {
    private var digest = MessageDigest(.sha1)

    package init() {}

    package mutating func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }

    /// 40 lower-case hexadecimal digits.
    package consuming func hexadecimal() -> String { digest.finalize().hexadecimal }

    /// The id that git gives to a file of this length: what its content is hashed behind.
    package static func ofGitBlob(count: Int) -> SHA1 {
        var hash = SHA1()
        Array("blob \(count)\0".utf8).withUnsafeBytes { hash.update($0) }
        return hash
    }
}
