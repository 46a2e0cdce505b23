import Foundation
import Testing
import Tokenization

/// Compares byte-level BPE with Hugging Face's RoBERTa tokenizer: the files from scripts/fixtures/byte_pair_fixtures.py.
///
/// Most of what is expected is stored as a checksum. Each setting has one.
@Suite struct BytePairTests {
    /// In the order of the fixtures' settings: `add_prefix_space` and `trim_offsets`.
    static let settings = Result {
        try [(false, true), (true, true), (false, false), (true, false)].map { prefixed, trimmed in
            let config = """
                {"add_prefix_space": \(prefixed), "trim_offsets": \(trimmed), "mask_token": \
                {"content": "<mask>", "lstrip": true, "normalized": false, "special": true}}
                """
            return try withFolder(
                ["tokenizer_config.json": config].merging(try vocabularyFiles()) { $1 },
                BytePairTokenizer.load)
        }
    }

    static func vocabularyFiles() throws -> [String: String] {
        let folder = Fixture.folder.appendingPathComponent("byte-pair/tokenizer")
        return try Dictionary(
            uniqueKeysWithValues: ["vocab.json", "merges.txt"].map {
                ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
            })
    }

    private func sums(_ encode: (BytePairTokenizer) -> Encoding) throws -> [UInt32] {
        try Self.settings.get().map { Checksum(of: [encode($0)]).value }
    }

    @Test(
        "The texts of the other tokenizer's fixtures are encoded as in the reference",
        arguments: ["texts-written", "texts-english", "texts-garbled", "texts-scrambled", "texts-marked"])
    func existingTexts(name: String) throws {
        let expected = try #require(try Fixture.read("byte-pair/existing", as: [String: [[UInt32]]].self)[name])
        let cases: [TextCase] = try Fixture.read(name)
        #expect(cases.count == expected.count)
        for (item, expected) in zip(cases, expected) {
            #expect(try sums { $0.encode(item.text) } == expected, "\(item.text.scalarList)")
        }
    }

    private struct HardText: Decodable {
        var text: String
        var sums: [UInt32]
    }

    @Test("Texts that are hard for byte-level BPE are encoded as in the reference")
    func hardTexts() throws {
        let cases: [HardText] = try Fixture.read("byte-pair/texts")
        #expect(cases.count >= 3_000)
        for item in cases {
            #expect(try sums { $0.encode(item.text) } == item.sums, "\(item.text.scalarList)")
        }
    }

    @Test("Some of them, token by token")
    func samples() throws {
        let tokenizer = try Self.settings.get()[0]
        for item in try Fixture.read("byte-pair/samples", as: [TextCase].self) {
            #expect(tokenizer.encode(item.text) == item.expected.encoding, "\(item.text.scalarList)")
        }
    }

    @Test("Texts are truncated as in the reference")
    func truncatedTexts() throws {
        let expected: [[UInt32]] = try Fixture.read("byte-pair/truncated")
        for (item, expected) in zip(try Fixture.read("truncated", as: [TextCase].self), expected) {
            #expect(try sums { $0.encode(item.text, maxLength: item.limit) } == expected, "\(item.text.scalarList)")
        }
    }

    private struct WordList: Decodable {
        var words: [String]
        var limit: Int?
        var sum: UInt32?
    }

    private struct WordLists: Decodable {
        var existing: [UInt32]
        var more: [WordList]
    }

    @Test("Lists of words are encoded with a space before each word, whatever the setting is")
    func wordLists() throws {
        let lists: WordLists = try Fixture.read("byte-pair/words")
        let existing: [WordList] = try Fixture.read("words")
        #expect(existing.count == lists.existing.count)
        let cases =
            zip(existing, lists.existing).map { ($0, $1) }
            + lists.more.compactMap { item in item.sum.map { (item, $0) } }
        for tokenizer in try Self.settings.get()[..<2] {
            for (item, sum) in cases {
                let encoding = tokenizer.encode(words: item.words, maxLength: item.limit)
                #expect(Checksum(of: [encoding]).value == sum, "\(item.words.map(\.scalarList))")
            }
        }
    }

    private struct WindowsCase: Decodable {
        var question: String
        var context: String
        var limit: Int
        var stride: Int
        var sums: [String]?
    }

    private struct WindowsCases: Decodable {
        var existing: [[String]]
        var more: [WindowsCase]
    }

    @Test("Questions and their contexts are cut into the windows of the reference")
    func windows() throws {
        let cases: WindowsCases = try Fixture.read("byte-pair/windows")
        let existing: [WindowsCase] = try Fixture.read("windows")
        let all =
            zip(existing, cases.existing).map { ($0, $1) }
            + cases.more.compactMap { item in item.sums.map { (item, $0) } }
        var found: Set<String> = []
        for (item, expected) in all {
            for (tokenizer, expected) in zip(try Self.settings.get(), expected) {
                var result: String
                do {
                    let windows = try tokenizer.encode(
                        question: item.question, context: item.context, maxLength: item.limit, docStride: item.stride)
                    result = "\(Checksum(of: windows).value)"
                    found.insert(windows.count > 1 ? "windows" : "window")
                } catch TokenizationError.questionTooLong(_, _, item.limit, item.stride, 4) {
                    result = "question"
                    found.insert(result)
                } catch TokenizationError.impossibleWindows(item.limit, item.stride, 4) {
                    result = "stride"
                    found.insert(result)
                }
                #expect(result == expected, "\(item.limit) \(item.stride) \(item.question) | \(item.context)")
            }
        }
        #expect(found == ["window", "windows", "question", "stride"])
    }

    @Test("Every Unicode scalar is split from its neighbours, and encoded, as in the reference")
    func everyScalar() throws {
        let tokenizer = try Self.settings.get()[0]
        let sums: [UInt32] = try Fixture.read("byte-pair/scalars")
        #expect(sums.count == 0x110000 / 4096)
        // In a debug build, all of them take minutes.
        var step = 1
        assert(
            {
                step = 17
                return true
            }())
        for (block, expected) in sums.enumerated() where expected != 0 && block % step == 0 {
            let scalars = (UInt32(block * 4096)..<UInt32(block * 4096 + 4096)).compactMap(Unicode.Scalar.init)
            let encodings = scalars.lazy.map { tokenizer.encode("a\($0)b 1\($0)2 !\($0)? \($0)\($0)  \($0) x'\($0)s") }
            let sum = Checksum(of: encodings).value
            #expect(sum == expected, "among the 4,096 scalars from \(String(block * 4096, radix: 16))")
        }
    }

    @Test("Added tokens of every kind are found where the reference finds them")
    func addedTokens() throws {
        let folder = Fixture.folder.appendingPathComponent("byte-pair/added").path
        let tokenizer = try BytePairTokenizer.load(folder: folder)
        let cases: [TextCase] = try Fixture.read("byte-pair/added/texts")
        for item in cases {
            #expect(tokenizer.encode(item.text) == item.expected.encoding, "\(item.text)")
        }
        let files = tokenizer.savedFiles(maxLength: 512, usesTokenTypes: false, isWhole: true)
        let saved = try withFolder(Dictionary(uniqueKeysWithValues: files), BytePairTokenizer.load)
        #expect(saved.content == tokenizer.content)
    }

    private struct Folders: Decodable {
        var vocabulary: String
        var merges: String
        var cases: [Folder]

        private enum CodingKeys: String, CodingKey {
            case vocabulary = "vocab.json"
            case merges = "merges.txt"
            case cases
        }
    }

    private struct Folder: Decodable {
        var name: String
        var files: [String: String]
        var texts: [TextCase]
    }

    @Test("Folders with vocab.json and merges.txt mean what transformers reads from them")
    func folders() throws {
        let folders: Folders = try Fixture.read("byte-pair/folders")
        for folder in folders.cases {
            let files = folder.files.merging(["vocab.json": folders.vocabulary, "merges.txt": folders.merges]) { $1 }
            let tokenizer = try withFolder(files, BytePairTokenizer.load)
            for item in folder.texts {
                #expect(tokenizer.encode(item.text) == item.expected.encoding, "\(folder.name): \(item.text)")
            }
            let saved = tokenizer.savedFiles(maxLength: 512, usesTokenTypes: false, isWhole: false)
            let again = try withFolder(Dictionary(uniqueKeysWithValues: saved), BytePairTokenizer.load)
            #expect(again.content == tokenizer.content, "\(folder.name)")
        }
    }

    @Test("The content tells tokenizers apart that differ in a merge or in a switch")
    func content() throws {
        let all = try Self.settings.get()
        #expect(Set(all.map(\.content)).count == all.count)
        var files = try Self.vocabularyFiles()
        let before = try withFolder(files, BytePairTokenizer.load).content
        var merges = try #require(files["merges.txt"]).split(separator: "\n")
        merges.swapAt(1, 2)
        files["merges.txt"] = merges.joined(separator: "\n")
        #expect(try withFolder(files, BytePairTokenizer.load).content != before)
    }

    @Test("The tokens are shown in the alphabet of bytes, and have the ids of the file")
    func tokens() throws {
        let tokenizer = try Self.settings.get()[0]
        #expect(tokenizer.vocabularySize == 4_000)
        #expect(tokenizer.specialIDs == [0, 2, 1, 3, 4])
        #expect(!tokenizer.lowercases)
        let encoding = tokenizer.encode("The café")
        #expect(tokenizer.tokens(encoding).joined(separator: "|") == "<s>|The|Ġcaf|Ã©|</s>")
        #expect(tokenizer.token(-1) == "" && tokenizer.token(4_000) == "")
    }
}

extension Checksum {
    /// The sum over encodings as scripts/fixtures/byte_pair_fixtures.py writes them.
    init(of encodings: some Sequence<Encoding>) {
        self.init()
        for (number, encoding) in encodings.enumerated() {
            if number > 0 { add("\n".utf8) }
            for at in 0..<encoding.count {
                let offsets = encoding.offsets[at]
                let text =
                    "\(encoding.inputIDs[at]),\(offsets.lowerBound),\(offsets.upperBound),\(encoding.wordIDs[at]),"
                    + "\(encoding.sequenceIDs[at]),\(encoding.tokenTypeIDs[at])"
                add((at > 0 ? ";" + text : text).utf8)
            }
        }
    }
}
