import Foundation
import Tokenization

/// The files that scripts/fixtures/tokenizer_fixtures.py writes.
enum Fixture {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

    static func read<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        let data = try Data(contentsOf: folder.appendingPathComponent("\(name).json"))
        return try JSONDecoder().decode(type, from: data)
    }
}

/// An encoding as the reference gives it.
struct ExpectedEncoding: Decodable {
    var ids: [Int32]
    /// Starts and ends in turn.
    var offsets: [Int32]
    /// -1 for none.
    var words: [Int32]
    /// A digit a token, "-" for none.
    var sequences: String
    var types: String

    var encoding: Encoding {
        Encoding(
            inputIDs: ids, tokenTypeIDs: types.utf8.map { Int32($0) - 48 },
            offsets: stride(from: 0, to: offsets.count, by: 2).map { offsets[$0]..<offsets[$0 + 1] },
            wordIDs: words, sequenceIDs: sequences.utf8.map { $0 == UInt8(ascii: "-") ? -1 : Int8($0) - 48 })
    }
}

/// A text and what the reference makes of it.
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
    /// The scalars by number, for a message that shows what a terminal would not.
    var scalarList: String { unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ") }
}
