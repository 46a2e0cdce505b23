/// A text stored in a PNG that says where the picture comes from: a keyword and its value.
package struct PNGText: Sendable, Equatable {
    /// 1 to 79 ASCII letters, e.g. `Cell`.
    package var keyword: String
    package var value: String

    package init(keyword: String, value: String) {
        self.keyword = keyword
        self.value = value
    }

    /// The PNG with the texts after its header. Bytes that are not a PNG stay unchanged.
    ///
    /// The texts are tEXt chunks, or iTXt chunks if a value is not ASCII. None of them contains a time, so equal
    /// pictures of equal cells have equal bytes.
    package static func insert(_ texts: [PNGText], into png: [UInt8]) -> [UInt8] {
        // The signature takes 8 bytes, and the header chunk 25.
        let headerEnd = 33
        guard png.count >= headerEnd, png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
            return png
        }
        return png[..<headerEnd] + texts.flatMap(\.chunk) + png[headerEnd...]
    }

    private var chunk: [UInt8] {
        // A zero byte would end the value for readers.
        let value = self.value.utf8.filter { $0 != 0 }
        let isASCII = value.allSatisfy { $0 < 0x80 }
        // iTXt continues after the keyword with: not compressed, compression method, no language, no translated keyword.
        let named = Array((isASCII ? "tEXt" : "iTXt").utf8) + Array(keyword.utf8) + [0] + (isASCII ? [] : [0, 0, 0, 0])
        let content = named + value
        return Self.bytes(UInt32(truncatingIfNeeded: content.count - 4)) + content + Self.bytes(Self.checksum(content))
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// The CRC of PNG's specification, annex D.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
        }
    }
}
