import Foundation
import Testing
import Tokenization

/// Compares encodings with the reference's, field by field.
@Suite struct ParityTests {
    static let uncased = Result { try BERTTokenizer.shipped() }

    @Test(arguments: [
        ("texts-written", 300), ("texts-english", 700), ("texts-garbled", 500), ("texts-scrambled", 900),
        ("texts-marked", 400),
    ])
    func texts(name: String, least: Int) throws {
        let tokenizer = try Self.uncased.get()
        let cases: [TextCase] = try Fixture.read(name)
        #expect(cases.count >= least)
        for item in cases {
            #expect(tokenizer.encode(item.text) == item.expected.encoding, "\(item.text.scalarList)")
        }
    }

    @Test func truncatedTexts() throws {
        let tokenizer = try Self.uncased.get()
        for item in try Fixture.read("truncated", as: [TextCase].self) {
            let limit = try #require(item.limit)
            let encoding = tokenizer.encode(item.text, maxLength: limit)
            #expect(encoding == item.expected.encoding, "\(limit): \(item.text.scalarList)")
        }
    }

    @Test(
        arguments: [
            ("cased", false, nil, true), ("accents", true, false, true), ("stripped", false, true, true),
            ("unspaced", true, nil, false),
        ] as [(String, Bool, Bool?, Bool)])
    func configurations(name: String, lowercase: Bool, stripAccents: Bool?, spacesCJK: Bool) throws {
        let tokenizer = try BERTTokenizer(
            vocabulary: shippedTokens(), lowercase: lowercase, stripAccents: stripAccents, spacesCJK: spacesCJK)
        let cases: [TextCase] = try Fixture.read("configuration-\(name)")
        #expect(cases.count >= 500)
        for item in cases {
            #expect(tokenizer.encode(item.text) == item.expected.encoding, "\(item.text.scalarList)")
        }
    }

    private struct WordsCase: Decodable {
        var words: [String]
        var limit: Int?
    }

    @Test func wordLists() throws {
        let tokenizer = try Self.uncased.get()
        let cases: [WordsCase] = try Fixture.read("words")
        // Both decoders read the same objects: there, `words` is the list of words, and the word ids are in `wordIDs`.
        let expected: [WordsExpectation] = try Fixture.read("words")
        for (item, expectation) in zip(cases, expected) {
            let encoding = tokenizer.encode(words: item.words, maxLength: item.limit)
            #expect(encoding == expectation.encoding, "\(item.words.map(\.scalarList))")
        }
    }

    private struct WordsExpectation: Decodable {
        var ids: [Int32]
        var offsets: [Int32]
        var wordIDs: [Int32]
        var sequences: String
        var types: String

        var encoding: Encoding {
            ExpectedEncoding(ids: ids, offsets: offsets, words: wordIDs, sequences: sequences, types: types).encoding
        }
    }

    private struct WindowsCase: Decodable {
        var question: String
        var context: String
        var limit: Int
        var stride: Int
        var windows: [ExpectedEncoding]?
        var raises: String?
    }

    @Test func windows() throws {
        let tokenizer = try Self.uncased.get()
        let cases: [WindowsCase] = try Fixture.read("windows")
        var windows = 0
        for item in cases {
            func encode() throws -> [Encoding] {
                try tokenizer.encode(
                    question: item.question, context: item.context, maxLength: item.limit, docStride: item.stride)
            }
            if let expected = item.windows {
                #expect(try encode() == expected.map(\.encoding), "\(item.question) | \(item.context)")
                windows += expected.count
            } else {
                let error = #expect(throws: TokenizationError.self) { try encode() }
                switch error {
                case .questionTooLong(item.question, _, item.limit, item.stride, 3): #expect(item.raises == "question")
                case .impossibleWindows(item.limit, item.stride, 3): #expect(item.raises == "stride")
                default: Issue.record("\(String(describing: error)) for \(item.question)")
                }
            }
        }
        #expect(windows > 500)
        #expect(cases.contains { $0.raises == "question" })
        #expect(cases.contains { $0.raises == "stride" })
    }

    private struct DecodedCase: Decodable {
        var ids: [Int32]
        var skip: Bool
        var text: String
    }

    @Test func decoding() throws {
        let tokenizer = try Self.uncased.get()
        for item in try Fixture.read("decoded", as: [DecodedCase].self) {
            let text = tokenizer.decode(item.ids, skipSpecialTokens: item.skip)
            #expect(text.utf8.elementsEqual(item.text.utf8), "\(item.ids): \(text)")
        }
    }

    private struct AddedCase: Decodable {
        var text: String
        var decoded: String
    }

    @Test func addedTokens() throws {
        let tokenizer = try BERTTokenizer.load(folder: Fixture.folder.appendingPathComponent("added").path)
        let decoded: [AddedCase] = try Fixture.read("added/texts")
        for (item, other) in zip(try Fixture.read("added/texts", as: [TextCase].self), decoded) {
            let encoding = tokenizer.encode(item.text)
            #expect(encoding == item.expected.encoding, "\(item.text.scalarList)")
            let text = tokenizer.decode(encoding.inputIDs, skipSpecialTokens: true)
            #expect(text.utf8.elementsEqual(other.decoded.utf8), "\(text)")
        }
    }
}

/// The tokens of the vocabulary that ships with the program.
func shippedTokens() throws -> [String] {
    let text = try String(contentsOfFile: BERTTokenizer.shippedVocabularyPath, encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
}
