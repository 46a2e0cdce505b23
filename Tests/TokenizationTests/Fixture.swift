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
