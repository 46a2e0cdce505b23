import Foundation
import Parquet
import Testing

/// A damaged file gives an error or values; the reader neither traps nor hangs. Its use of memory is tested by
/// `scripts/fuzz.sh`, in a process of its own.
@Suite("damaged Parquet", .serialized)
struct DamageTests {
    private let file = TemporaryFile()

    /// Whether the file could be read; if so, its content must be consistent.
    private func reads(_ bytes: [UInt8]) throws -> Bool {
        let path = try file.write(bytes)
        do {
            let file = try ParquetFile(path)
            var isWhole = true
            for group in 0..<file.rowGroupCount {
                for field in file.schema {
                    do {
                        for column in try file.read(rowGroup: group, columns: [field.name]) {
                            #expect(column.isConsistent && column.count == file.rowCount(ofRowGroup: group))
                        }
                    } catch let error as ParquetError {
                        isWhole = false
                        #expect(error.description.hasPrefix("\(path): "))
                    }
                }
            }
            return isWhole
        } catch let error as ParquetError {
            #expect(error.description.hasPrefix("\(path): "))
            return false
        }
    }

    @Test("truncated files")
    func truncated() throws {
        let bytes = try Fixtures.bytes("random-07")
        for count in 0..<bytes.count { #expect(try !reads(Array(bytes[..<count])), "\(count)") }
    }

    @Test("files with bytes missing in the middle and an intact footer")
    func shifted() throws {
        let bytes = try Fixtures.bytes("nesting-null-v2")
        for start in stride(from: 4, to: bytes.count / 2, by: 7) {
            #expect(try !reads(Array(bytes[..<start] + bytes[(start + 5)...])), "\(start)")
        }
    }

    @Test("files with changed bytes")
    func flipped() throws {
        let names = [
            "squad", "conll2003", "nesting-null-v1", "nesting-null-v2", "dictionary-v1", "dictionary-v2", "legacy",
            "encoding-DELTA_BINARY_PACKED-v1", "encoding-DELTA_BYTE_ARRAY-v1", "encoding-DELTA_LENGTH_BYTE_ARRAY-v2",
            "encoding-RLE-v1", "encoding-BYTE_STREAM_SPLIT-v1", "encoding-PLAIN-v1", "random-07",
        ]
        var random = SplitMix(state: 20031)
        for name in names {
            let bytes = try Fixtures.bytes(name)
            for _ in 0..<300 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    // Half of the changes are in the footer, where the sizes are.
                    let start = Bool.random(using: &random) ? bytes.count * 2 / 3 : 0
                    let place = Int.random(in: start..<bytes.count, using: &random)
                    changed[place] = UInt8.random(in: 0...255, using: &random)
                }
                _ = try reads(changed)
            }
        }
    }
}

/// A random number generator that gives the same numbers in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
