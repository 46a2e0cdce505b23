/// RFC 4648 base64 with padding, written straight into the page.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends the base64 form of `data`.
    ///
    /// - Complexity: O(*n*), one pass and one allocation.
    static func append(_ data: [UInt8], to bytes: inout [UInt8]) {
        let length = (data.count + 2) / 3 * 4
        let encoded = [UInt8](unsafeUninitializedCapacity: length) { output, count in
            data.withUnsafeBufferPointer { input in
                alphabet.withUnsafeBufferPointer { letters in encode(input, letters, into: output) }
            }
            count = length
        }
        bytes.append(contentsOf: encoded)
    }

    private static func encode(
        _ input: UnsafeBufferPointer<UInt8>, _ letters: UnsafeBufferPointer<UInt8>,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) {
        let padding = UInt8(ascii: "=")
        var place = 0
        var written = 0
        while place < input.count {
            let rest = input.count - place
            let first = UInt32(input[place]) << 16
            let second = rest > 1 ? UInt32(input[place + 1]) << 8 : 0
            let third = rest > 2 ? UInt32(input[place + 2]) : 0
            let group = first | second | third
            output[written] = letters[Int(group >> 18)]
            output[written + 1] = letters[Int(group >> 12 & 63)]
            output[written + 2] = rest > 1 ? letters[Int(group >> 6 & 63)] : padding
            output[written + 3] = rest > 2 ? letters[Int(group & 63)] : padding
            place += 3
            written += 4
        }
    }
}
