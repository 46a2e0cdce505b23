/// SHA-256 of bytes that come piece by piece.
package struct SHA256: ~Copyable {
    private var digest = MessageDigest(.sha256)

    package init() {}

    package mutating func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }

    package consuming func finalize() -> SHA256Digest { SHA256Digest(bytes: digest.finalize()) }

    package static func hash(_ bytes: some Collection<UInt8>) -> SHA256Digest {
        var hash = SHA256()
        if bytes.withContiguousStorageIfAvailable({ hash.update(UnsafeRawBufferPointer($0)) }) == nil {
            Array(bytes).withUnsafeBytes { hash.update($0) }
        }
        return hash.finalize()
    }
}

package struct SHA256Digest: Hashable, Sendable {
    /// The 32 bytes of the hash.
    package let bytes: [UInt8]

    /// 64 lower-case hexadecimal digits.
    package var hexadecimal: String { bytes.hexadecimal }
}
