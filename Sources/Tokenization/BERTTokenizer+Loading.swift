import FileKinds
import Foundation

extension BERTTokenizer {
    package static var files: [String] {
        ["tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json", "added_tokens.json"]
    }

    package static var vocabularyFiles: [String] { ["vocab.txt"] }

    package static var pieceName: String { "word pieces" }

    /// Loads the tokenizer of a Hugging Face folder.
    ///
    /// If there is a `tokenizer.json`, it is used: its vocabulary, its normalizer's switches and its added tokens. Its stored
    /// truncation and padding are ignored. Otherwise `vocab.txt` is used, with `do_lower_case`, `strip_accents`,
    /// `tokenize_chinese_chars`, the names of the special tokens and `added_tokens_decoder` from `tokenizer_config.json`. Without
    /// `added_tokens_decoder` there, `special_tokens_map.json` and `added_tokens.json` are used, as in older checkpoints.
    /// Throws a ``TokenizationError`` that names the file.
    package static func load(folder: String) throws -> BERTTokenizer {
        let files = try TokenizerFolder(folder)
        if let file = try files.file("tokenizer.json") {
            var settings = BERTSettings(source: file.path)
            try files.config?.readNames(into: &settings.names)
            try files.olderFile("special_tokens_map.json")?.readNames(into: &settings.names)
            let vocabulary = try file.readTokenizer(into: &settings)
            return try BERTTokenizer(vocabulary, settings)
        }
        guard files.has("vocab.txt") else { throw TokenizationError.noVocabulary(folder: folder) }
        var settings = BERTSettings(source: files.path("vocab.txt"))
        let vocabulary = try lines(settings.source)
        try files.config?.readConfig(into: &settings)
        try files.olderFile("special_tokens_map.json")?.readNames(into: &settings.names)
        try files.olderFile("added_tokens.json")?.readAddedTokensFile(into: &settings)
        return try BERTTokenizer(vocabulary, settings)
    }

    /// The tokenizer with the vocabulary that ships with the program: bert-base-uncased's.
    package static func shipped() throws -> BERTTokenizer {
        let path = shippedVocabularyPath
        return try BERTTokenizer(lines(path), BERTSettings(source: path))
    }

    /// The path of the vocabulary that ships with the program.
    package static var shippedVocabularyPath: String {
        Bundle.module.path(forResource: "vocab", ofType: "txt")
            ?? Bundle.module.bundleURL.appendingPathComponent("vocab.txt").path
    }

    /// Reads a vocabulary with one token per line.
    private static func lines(_ path: String) throws -> Vocabulary {
        let file = try TokenizerFolder.bytes(path, "a vocabulary of one token a line")
        if file.first == UInt8(ascii: "{"), let kind = ContentKind(text: file) {
            throw TokenizationError.otherKind(path: path, kind: kind, expected: "a vocabulary of one token a line")
        }
        var bytes: [UInt8] = []
        var ends: [Int] = []
        bytes.reserveCapacity(file.count)
        var start = 0
        var isASCII = true
        for at in 0...file.count {
            if at < file.count, file[at] != UInt8(ascii: "\n") {
                if file[at] >= 0x80 { isASCII = false }
                continue
            }
            // Nothing after the last line's end counts as a line.
            if at == file.count, start == at { break }
            let end = at > start && file[at - 1] == UInt8(ascii: "\r") ? at - 1 : at
            if !isASCII, String(validating: file[start..<end], as: UTF8.self) == nil {
                throw TokenizationError.notUTF8(path: path, line: ends.count + 1)
            }
            bytes.append(contentsOf: file[start..<end])
            ends.append(bytes.count)
            start = at + 1
            isASCII = true
        }
        return Vocabulary(bytes: bytes, ends: ends, continuingPrefix: "##")
    }
}
