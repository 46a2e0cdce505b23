import Foundation
import Tokenization

/// The files from scripts/fixtures/tokenizer_fixtures.py.
enum Fixture {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

    static func read<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        let data = try Data(contentsOf: folder.appendingPathComponent("\(name).json"))
        return try JSONDecoder().decode(type, from: data)
    }
}

/// An encoding by the reference.
struct ExpectedEncoding: Decodable {
    var ids: [Int32]
    /// Starts and ends, alternating.
    var offsets: [Int32]
    /// Word ids; -1 means none.
    var words: [Int32]
    /// One digit per token; "-" means none.
    var sequences: String
    var types: String

    var encoding: Encoding {
        Encoding(
            inputIDs: ids, tokenTypeIDs: types.utf8.map { Int32($0) - 48 },
            offsets: stride(from: 0, to: offsets.count, by: 2).map { offsets[$0]..<offsets[$0 + 1] },
            wordIDs: words, sequenceIDs: sequences.utf8.map { $0 == UInt8(ascii: "-") ? -1 : Int8($0) - 48 })
    }
}

/// A text and its encoding by the reference.
struct TextCase: Decodable {
    var text: String
    var limit: Int?
    var expected: ExpectedEncoding

    private enum Key: String, CodingKey { case text, limit }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        text = try container.decode(String.self, forKey: .text)
        limit = try container.decodeIfPresent(Int.self, forKey: .limit)
        expected = try ExpectedEncoding(from: decoder)
    }
}

extension String {
    /// The scalars as numbers, for a message that shows what a terminal would not show.
    var scalarList: String { unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ") }
}

/// Calls `body` with a folder that contains these files, and then removes it.
func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tokenizer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return try body(folder.path)
}

/// The CRC-32 of zlib.
struct Checksum {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 0 ? value >> 1 : 0xEDB8_8320 ^ value >> 1 }
    }
    private var register: UInt32 = 0xFFFF_FFFF

    var value: UInt32 { ~register }

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { register = Self.table[Int((register ^ UInt32(byte)) & 255)] ^ register >> 8 }
    }
}
