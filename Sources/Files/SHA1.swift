/// SHA-1 of bytes that come piece by piece.
///
/// It computes git's object ids, against which a download is checked. This program uses it for nothing else.
package struct SHA1: ~Copyable {
    private var digest = MessageDigest(.sha1)

    package init() {}

    package mutating func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }

    /// 40 lower-case hexadecimal digits.
    package consuming func hexadecimal() -> String { digest.finalize().hexadecimal }

    /// Begins the id that git gives to a file of this length. The content is hashed after this header.
    package static func ofGitBlob(count: Int) -> SHA1 {
        var hash = SHA1()
        Array("blob \(count)\0".utf8).withUnsafeBytes { hash.update($0) }
        return hash
    }
}
