/// The 64-bit FNV-1a hash, with which the tests check that the corpus has not changed.
package enum Checksum {
    /// The hash of the text's UTF-8 bytes, as 16 hexadecimal digits.
    package static func fnv1a(_ text: String) -> String {
        let digits = String(hash(text), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return hash
    }
}
