import Foundation
import Testing
import Tokenization

/// Tests of the tokenizer's functions with hand-made examples.
@Suite struct BERTTokenizerTests {
    let tokenizer: BERTTokenizer

    init() throws { tokenizer = try BERTTokenizer.shipped() }

    @Test func shippedVocabulary() throws {
        #expect(tokenizer.vocabularySize == 30522)
        #expect(tokenizer.lowercases)
        #expect(tokenizer.padID == 0)
        #expect(tokenizer.unknownID == 100)
        #expect(tokenizer.classificationID == 101)
        #expect(tokenizer.separatorID == 102)
        #expect(tokenizer.maskID == 103)
        let tokens = try shippedTokens()
        for (id, token) in tokens.enumerated() {
            #expect(tokenizer.id(of: token) == Int32(id))
            #expect(tokenizer.token(Int32(id)).utf8.elementsEqual(token.utf8))
        }
        #expect(tokenizer.id(of: "no such token") == nil)
        #expect(tokenizer.id(of: "") == nil)
        #expect(tokenizer.token(-1) == "")
        #expect(tokenizer.token(30522) == "")
    }

    @Test func offsetsPointIntoTheOriginalText() {
        let text = "\u{200B}Ⅷ. E\u{301}MILE\u{AD}'s\u{7}\u{7} café—déjà 中文 \u{1F468}\u{200D}\u{1F680}ok"
        let words = tokenizer.words(text)
        #expect(
            words.map(\.text) == ["ⅷ", ".", "emile", "'", "s", "cafe", "—", "deja", "中", "文", "\u{1F468}\u{1F680}ok"])
        #expect(
            words.map(\.offsets) == [
                1..<2, 2..<3, 4..<10, 11..<12, 12..<13, 16..<20, 20..<21, 21..<25, 26..<27, 27..<28, 29..<34,
            ])
    }

    @Test func truncationEqualsThePrefix() {
        let text = "The unpronounceable toponyms weren't recategorised; [MASK] knows why."
        let whole = tokenizer.encode(text)
        let words = text.split(separator: " ").map(String.init)
        let wholeWords = tokenizer.encode(words: words)
        for limit in -1...whole.count + 2 {
            let kept = max(2, min(limit, whole.count)) - 1
            let cut = tokenizer.encode(text, maxLength: limit)
            #expect(cut.inputIDs == Array(whole.inputIDs[..<kept]) + [102])
            #expect(cut.offsets == Array(whole.offsets[..<kept]) + [0..<0])
            let cutWords = tokenizer.encode(words: words, maxLength: limit)
            let keptWords = max(2, min(limit, wholeWords.count)) - 1
            #expect(cutWords.wordIDs == Array(wholeWords.wordIDs[..<keptWords]) + [-1])
        }
        #expect(tokenizer.encode(text, maxLength: Int.min).count == 2)
        #expect(tokenizer.encode(text, maxLength: Int.max) == whole)
    }

    @Test func windowsCoverTheContext() throws {
        let context = (0..<100).map { "word\($0)" }.joined(separator: " ")
        let windows = try tokenizer.encode(question: "Which one?", context: context, maxLength: 32, docStride: 7)
        #expect(windows.count > 5)
        var next: Int32 = 0
        for window in windows {
            #expect(window.count <= 32)
            let words = zip(window.wordIDs, window.sequenceIDs).filter { $0.1 == 1 }.map(\.0)
            #expect(try #require(words.first) <= next)
            next = try #require(words.last) + 1
        }
        #expect(next == 100)
        #expect(windows.dropLast().allSatisfy { $0.count == 32 })
    }

    @Test func questionThatLeavesNoRoom() throws {
        let question = "Who on earth could possibly say?"
        let error = #expect(throws: TokenizationError.self) {
            try tokenizer.encode(question: question, context: "a b c d e f g", maxLength: 14, docStride: 4)
        }
        #expect(error == .questionTooLong(question: question, tokens: 7, maxLength: 14, docStride: 4))
        #expect(error?.description.contains(question) == true)
        let fits = try tokenizer.encode(question: question, context: "a b c d", maxLength: 14, docStride: 4)
        #expect(fits.count == 1)
        for (maxLength, stride) in [(2, 0), (10, -1), (10, 9), (Int.min, 0), (10, Int.max)] {
            #expect(throws: TokenizationError.impossibleWindows(maxLength: maxLength, docStride: stride)) {
                try tokenizer.encode(question: "a", context: "b", maxLength: maxLength, docStride: stride)
            }
        }
    }

    @Test func sharedBetweenThreads() async {
        let texts = (0..<64).map { "Sentence \($0): naïve café, 北京, [MASK]s and un\u{302E}\u{301}ordered marks." }
        let alone = texts.map { tokenizer.encode($0) }
        let together = await withTaskGroup(of: (Int, Encoding).self) { group in
            for (at, text) in texts.enumerated() {
                group.addTask { [tokenizer] in (at, tokenizer.encode(text)) }
            }
            return await group.reduce(into: [Int: Encoding]()) { $0[$1.0] = $1.1 }
        }
        for at in texts.indices { #expect(together[at] == alone[at]) }
    }

    /// The content includes everything that determines the tokens, even if no saved file contains it.
    @Test func contentTellsTokenizersApart() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/added/tokenizer.json"
        let text = try String(contentsOfFile: source, encoding: .utf8)
        func content(_ text: String) throws -> [String] {
            try Data(text.utf8).write(to: folder.appendingPathComponent("tokenizer.json"))
            return try BERTTokenizer.load(folder: folder.path).content
        }
        let before = try content(text)
        #expect(try content(text) == before)
        for (old, new) in [
            ("\"max_input_chars_per_word\": 12", "\"max_input_chars_per_word\": 13"),
            ("\"single_word\": true", "\"single_word\": false"), ("\"lstrip\": true", "\"lstrip\": false"),
        ] {
            let changed = text.replacingOccurrences(of: old, with: new)
            #expect(changed != text, "\(old)")
            #expect(try content(changed) != before, "\(old)")
        }
    }
}
