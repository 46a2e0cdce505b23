import Parquet
import Testing

@Suite("levels, runs and bits")
struct DecodingTests {
    private func runs(_ bytes: [UInt8], width: Int, count: Int) throws -> [UInt32] {
        var values = [UInt32](repeating: 99, count: count)
        try bytes.withUnsafeBytes { bytes in
            try values.withUnsafeMutableBufferPointer { try HybridRuns.decode(bytes, width: width, into: $0) }
        }
        return values
    }

    @Test("values of every width, even at the end of the bytes")
    func unpack() {
        var random = SplitMix(state: 7)
        for width in 0...64 {
            for count in [1, 7, 8, 9, 33] {
                let mask = width == 64 ? UInt64.max : (1 << UInt64(width)) - 1
                let expected = (0..<count).map { _ in random.next() & mask }
                var bytes = [UInt8](repeating: 0, count: (count * width + 7) / 8)
                for bit in 0..<count * width where expected[bit / width] >> UInt64(bit % width) & 1 == 1 {
                    bytes[bit / 8] |= 1 << UInt8(bit % 8)
                }
                var values = [UInt64](repeating: 1, count: count)
                bytes.withUnsafeBytes { bytes in
                    values.withUnsafeMutableBufferPointer { BitUnpacking.unpack(bytes, width: width, into: $0) }
                }
                #expect(values == expected, "\(width) bits")
            }
        }
    }

    @Test("repeated and bit-packed runs")
    func hybrid() throws {
        // The example in parquet-format's Encodings.md: 0 to 7, with three bits each.
        #expect(try runs([0x03, 0x88, 0xC6, 0xFA], width: 3, count: 8) == [0, 1, 2, 3, 4, 5, 6, 7])
        #expect(try runs([0x06, 0x05, 0x03, 0x88, 0xC6, 0xFA], width: 3, count: 5) == [5, 5, 5, 0, 1])
        #expect(try runs([0x80, 0x02, 0x34, 0x12], width: 13, count: 128) == Array(repeating: 0x1234, count: 128))
        #expect(try runs([], width: 0, count: 3) == [0, 0, 0])
    }

    @Test(
        "invalid runs",
        arguments: [
            ([], 3), ([0x06], 3), ([0x03, 0x88, 0xC6], 3), ([0x06, 0x08], 3),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], 1),
            ([0x02, 0x01], 1), ([0x00, 0x01], 1),
        ] as [([UInt8], Int)])
    func badRuns(bytes: [UInt8], width: Int) {
        #expect(throws: (any Error).self) { try runs(bytes, width: width, count: 8) }
    }
}
