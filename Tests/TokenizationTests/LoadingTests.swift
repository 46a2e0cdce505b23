import Foundation
import Testing
import Tokenization

/// Loading a folder, and the errors for folders that cannot be loaded.
@Suite struct LoadingTests {
    static let specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

    private func error(of files: [String: String]) throws -> TokenizationError {
        var result: TokenizationError?
        try withFolder(files) { folder in
            result = #expect(throws: TokenizationError.self) { try BERTTokenizer.load(folder: folder) }
        }
        return try #require(result)
    }

    private func tokenizerJSON(
        vocab: String = #"{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"[MASK]":4,"a":5}"#, type: String = "WordPiece",
        normalizer: String = #"{"type":"BertNormalizer","lowercase":true}"#, more: String = ""
    ) -> String {
        """
        {"model":{"type":"\(type)","unk_token":"[UNK]","vocab":\(vocab)},"normalizer":\(normalizer),
         "pre_tokenizer":{"type":"BertPreTokenizer"}\(more)}
        """
    }

    @Test func vocabularyText() throws {
        let vocabulary = (Self.specials + ["a", "##b", "É"]).joined(separator: "\r\n")
        try withFolder(["vocab.txt": vocabulary]) { folder in
            let tokenizer = try BERTTokenizer.load(folder: folder)
            #expect(tokenizer.vocabularySize == 8)
            #expect(tokenizer.lowercases)
            #expect(tokenizer.tokens(tokenizer.encode("Ab É")) == ["[CLS]", "a", "##b", "[UNK]", "[SEP]"])
        }
    }

    @Test func configuration() throws {
        let config = """
            {"do_lower_case": false, "cls_token": "<s>", "sep_token": {"content": "</s>", "lstrip": false},
             "added_tokens_decoder": {"8": {"content": "<new>", "special": false, "normalized": false}}}
            """
        let vocabulary = ["[PAD]", "[UNK]", "<s>", "</s>", "[MASK]", "É", "e", "A"].joined(separator: "\n") + "\n"
        try withFolder(["vocab.txt": vocabulary, "tokenizer_config.json": config]) { folder in
            let tokenizer = try BERTTokenizer.load(folder: folder)
            #expect(!tokenizer.lowercases)
            #expect(tokenizer.classificationID == 2)
            #expect(tokenizer.separatorID == 3)
            #expect(tokenizer.vocabularySize == 9)
            #expect(tokenizer.encode("É A<new></s>").inputIDs == [2, 5, 7, 8, 3, 3])
            #expect(tokenizer.id(of: "<new>") == 8)
            #expect(tokenizer.token(8) == "<new>")
        }
    }

    @Test func tokenizerJSONGoesBeforeVocabularyText() throws {
        let stored = #", "truncation": {"max_length": 3}, "padding": {"strategy": {"Fixed": 9}}"#
        let files = ["tokenizer.json": tokenizerJSON(more: stored), "vocab.txt": "nothing of use"]
        try withFolder(files) { folder in
            let tokenizer = try BERTTokenizer.load(folder: folder)
            #expect(tokenizer.encode("A a a").inputIDs == [2, 5, 5, 5, 3])
        }
    }

    @Test func normalizerSwitches() throws {
        let vocab = #"{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"[MASK]":4,"\u00c9":5,"e":6,"E":7,"\u4e2d\u6587":8}"#
        func ids(_ switches: String) throws -> [Int32] {
            var ids: [Int32] = []
            let normalizer = #"{"type":"BertNormalizer"\#(switches)}"#
            try withFolder(["tokenizer.json": tokenizerJSON(vocab: vocab, normalizer: normalizer)]) { folder in
                ids = try BERTTokenizer.load(folder: folder).encode("É 中文 \u{7}e").inputIDs
            }
            return Array(ids.dropFirst().dropLast())
        }
        #expect(try ids("") == [6, 1, 1, 6])
        #expect(try ids(#","lowercase":false,"strip_accents":null"#) == [5, 1, 1, 6])
        #expect(try ids(#","lowercase":false,"strip_accents":true"#) == [7, 1, 1, 6])
        #expect(try ids(#","lowercase":true,"strip_accents":false"#) == [1, 1, 1, 6])
        #expect(try ids(#","handle_chinese_chars":false"#) == [6, 8, 6])
        #expect(try ids(#","handle_chinese_chars":false,"clean_text":false"#) == [6, 8, 1])
    }

    @Test func tokensAreToldApartByTheirBytes() throws {
        // The two are canonically equivalent, and equal as strings.
        let composed = "caf\u{E9}"
        let decomposed = "cafe\u{301}"
        let tokenizer = try BERTTokenizer(vocabulary: Self.specials + [composed, decomposed], lowercase: false)
        #expect(tokenizer.id(of: composed) == 5)
        #expect(tokenizer.id(of: decomposed) == 6)
        #expect(tokenizer.encode("\(decomposed) \(composed)").inputIDs == [2, 6, 5, 3])
        let vocab = #"{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"[MASK]":4,"\#(composed)":6,"\#(decomposed)":5}"#
        try withFolder(["tokenizer.json": tokenizerJSON(vocab: vocab)]) { folder in
            let loaded = try BERTTokenizer.load(folder: folder)
            #expect(loaded.id(of: composed) == 6)
            #expect(loaded.id(of: decomposed) == 5)
        }
    }

    @Test func missingFiles() throws {
        try withFolder([:]) { folder in
            let error = #expect(throws: TokenizationError.noVocabulary(folder: folder)) {
                try BERTTokenizer.load(folder: folder)
            }
            #expect(error?.description.contains(folder) == true)
            try FileManager.default.createDirectory(atPath: folder + "/vocab.txt", withIntermediateDirectories: true)
            #expect(throws: TokenizationError.unreadable(path: folder + "/vocab.txt")) {
                try BERTTokenizer.load(folder: folder)
            }
        }
    }

    @Test(arguments: [0, 1, 2, 3, 4])
    func missingSpecialToken(place: Int) throws {
        var tokens = Self.specials
        let name = tokens.remove(at: place)
        #expect(throws: TokenizationError.missingSpecialToken(source: "the vocabulary", token: name)) {
            try BERTTokenizer(vocabulary: tokens)
        }
        guard
            case .missingSpecialToken(let source, name) = try error(of: [
                "vocab.txt": tokens.joined(separator: "\n")
            ])
        else {
            Issue.record("another error")
            return
        }
        #expect(source.hasSuffix("vocab.txt"))
    }

    @Test func duplicates() throws {
        #expect(throws: TokenizationError.duplicateToken(source: "the vocabulary", token: "a", first: 5, second: 7)) {
            try BERTTokenizer(vocabulary: Self.specials + ["a", "b", "a"])
        }
        let vocab = #"{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"[MASK]":4,"a":5,"a":6}"#
        guard case .duplicateToken(_, "a", 5, 6) = try error(of: ["tokenizer.json": tokenizerJSON(vocab: vocab)]) else {
            Issue.record("another error")
            return
        }
    }

    @Test(arguments: [
        (#"{"a":1,"b":1}"#, 1), (#"{"a":-1}"#, -1), (#"{"a":99999999999}"#, 99_999_999_999),
    ])
    func impossibleIDs(vocab: String, id: Int) throws {
        guard case .impossibleID(_, _, id) = try error(of: ["tokenizer.json": tokenizerJSON(vocab: vocab)]) else {
            Issue.record("another error")
            return
        }
    }

    @Test(arguments: [
        (" ", 1, 2), ("{", 1, 2), ("{\n \"model\": }", 2, 11), ("[1, 2", 1, 6), ("{\"a\" 1}", 1, 6), ("{} x", 1, 4),
        ("\"open", 1, 6), ("{\"a\": \"\\q\"}", 1, 8), ("\"\\ud800\"", 1, 2), ("nul", 1, 4), ("nil", 1, 4),
        ("nil ", 1, 1),
        ("{\"a\":\"\u{1}\"}", 1, 7),
        (String(repeating: "[", count: 5000), 1, 201),
    ])
    func malformedJSON(text: String, line: Int, column: Int) throws {
        for name in ["tokenizer.json", "tokenizer_config.json"] {
            guard case .malformedJSON(let path, line, column, _) = try error(of: [name: text, "vocab.txt": ""]) else {
                Issue.record("another error for \(text)")
                continue
            }
            #expect(path.hasSuffix(name))
        }
    }

    @Test func filesOfAnotherKindAreNamed() throws {
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
        for name in ["vocab.txt", "tokenizer.json", "tokenizer_config.json"] {
            for (text, kind) in [(pointer, "Git LFS"), ("", "empty file"), ("<!DOCTYPE html>", "HTML")] {
                guard
                    case .otherKind(let path, let found, _) = try error(
                        of: ["vocab.txt": "a"].merging([name: text]) { $1 })
                else {
                    Issue.record("another error for \(name): \(text)")
                    continue
                }
                #expect(path.hasSuffix(name) && found.name.contains(kind))
            }
        }
        guard case .otherKind(_, let json, _) = try error(of: ["vocab.txt": "{\"[PAD]\": 0}"]) else {
            Issue.record("a vocabulary in JSON was read line by line")
            return
        }
        #expect(json.name == "JSON")
    }

    /// A small file must not make a large table.
    @Test func anIDFarFromTheOthersIsImpossible() throws {
        guard
            case .impossibleID(_, "a", 16_000_000) = try error(of: [
                "tokenizer.json": tokenizerJSON(vocab: #"{"a":16000000}"#)
            ])
        else {
            Issue.record("another error")
            return
        }
    }

    @Test func longValuesAreCutInMessages() throws {
        let long = String(repeating: "x", count: 100_000)
        #expect(
            try error(of: ["tokenizer.json": tokenizerJSON(vocab: #"{"\#(long)":-1}"#)]).description.utf8.count < 1_000)
        #expect(try error(of: ["tokenizer.json": tokenizerJSON(type: long)]).description.utf8.count < 1_000)
        #expect(
            try error(of: ["tokenizer.json": tokenizerJSON(vocab: #"{"\#(long)":"a"}"#)]).description.utf8.count < 1_000
        )
        let tooLong = TokenizationError.questionTooLong(question: long, tokens: 9, maxLength: 8, docStride: 2)
        #expect(tooLong.description.utf8.count < 1_000)
    }

    @Test func otherTokenizers() throws {
        func unsupportedKey(_ json: String) throws -> String? {
            guard case .unsupported(_, let key, _, _) = try error(of: ["tokenizer.json": json]) else { return nil }
            return key
        }
        #expect(try unsupportedKey(tokenizerJSON(type: "BPE")) == "model.type")
        #expect(try unsupportedKey(tokenizerJSON(normalizer: #"{"type":"NFKC"}"#)) == "normalizer.type")
        #expect(try unsupportedKey(tokenizerJSON(normalizer: "null")) == "normalizer.type")
        let decoder = #", "decoder": {"type": "ByteLevel"}"#
        #expect(try unsupportedKey(tokenizerJSON(more: decoder)) == "decoder.type")
        let processor = #", "post_processor": {"type": "RobertaProcessing"}"#
        #expect(try unsupportedKey(tokenizerJSON(more: processor)) == "post_processor.type")
    }

    @Test(arguments: ["[]", "{}", #"{"model": 1}"#, #"{"model": {"type": "WordPiece", "vocab": []}}"#])
    func unexpectedValues(json: String) throws {
        let found = try error(of: ["tokenizer.json": json])
        switch found {
        case .unexpectedValue(let path, _, _), .unsupported(let path, _, _, _):
            #expect(path.hasSuffix("tokenizer.json"))
            #expect(found.description.contains(path))
        default: Issue.record("\(found)")
        }
    }

    @Test func vocabularyThatIsNotUTF8() throws {
        try withFolder([:]) { folder in
            let path = folder + "/vocab.txt"
            try Data([0x61, 0x0A, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: path))
            #expect(throws: TokenizationError.notUTF8(path: path, line: 2)) {
                try BERTTokenizer.load(folder: folder)
            }
        }
    }
}
