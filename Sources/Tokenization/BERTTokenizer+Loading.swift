import FileKinds
import Files
import Foundation
import JSONReading

extension BERTTokenizer {
    package static var files: [String] {
        ["tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json", "added_tokens.json"]
    }

    /// Loads the tokenizer of a Hugging Face folder.
    ///
    /// If there is a `tokenizer.json`, it is used: its vocabulary, its normalizer's switches and its added tokens. Its stored
    /// truncation and padding are ignored. Otherwise `vocab.txt` is used, with `do_lower_case`, `strip_accents`,
    /// `tokenize_chinese_chars`, the names of the special tokens and `added_tokens_decoder` from `tokenizer_config.json`. Without
    /// `added_tokens_decoder` there, `special_tokens_map.json` and `added_tokens.json` are used, as in older checkpoints.
    /// Throws a ``TokenizationError`` that names the file.
    package static func load(folder: String) throws -> BERTTokenizer {
        func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
        let configPath = path("tokenizer_config.json")
        var config: JSONValue?
        if exists(configPath) {
            config = try json(configPath, "a tokenizer_config.json")
        }
        let isOld = config?["added_tokens_decoder"] == nil
        func olderFile(_ name: String) throws -> TokenizerFile? {
            exists(path(name)) ? TokenizerFile(path: path(name), json: try json(path(name), "a \(name)")) : nil
        }

        let tokenizerPath = path("tokenizer.json")
        if exists(tokenizerPath) {
            let file = TokenizerFile(path: tokenizerPath, json: try json(tokenizerPath, "a tokenizer.json"))
            var settings = TokenizerSettings(source: tokenizerPath)
            if let config { try TokenizerFile(path: configPath, json: config).readNames(into: &settings.names) }
            if isOld { try olderFile("special_tokens_map.json")?.readNames(into: &settings.names) }
            let vocabulary = try file.readTokenizer(into: &settings)
            return try BERTTokenizer(vocabulary, settings)
        }
        let vocabularyPath = path("vocab.txt")
        guard exists(vocabularyPath) else { throw TokenizationError.noVocabulary(folder: folder) }
        var settings = TokenizerSettings(source: vocabularyPath)
        let vocabulary = try lines(vocabularyPath)
        if let config {
            try TokenizerFile(path: configPath, json: config).readConfig(into: &settings)
        }
        if isOld {
            try olderFile("special_tokens_map.json")?.readNames(into: &settings.names)
            try olderFile("added_tokens.json")?.readAddedTokensFile(into: &settings)
        }
        return try BERTTokenizer(vocabulary, settings)
    }

    private static func json(_ path: String, _ expected: String) throws -> JSONValue {
        let bytes = try read(path, expected)
        do {
            return try JSONValue(bytes)
        } catch let failure as JSONFailure {
            let (line, column) = failure.place(in: bytes)
            let problem =
                switch failure.problem {
                case .truncated: "it ends too early"
                case .malformed(let problem): problem
                case .wrongKind(let expected, let found): "\(expected) should be here, not \(found)"
                case .missingKey(let key): "'\(key)' is missing"
                }
            throw TokenizationError.malformedJSON(path: path, line: line, column: column, problem: problem)
        }
    }

    /// The tokenizer with the vocabulary that ships with the program: bert-base-uncased's.
    package static func shipped() throws -> BERTTokenizer {
        let path = shippedVocabularyPath
        return try BERTTokenizer(lines(path), TokenizerSettings(source: path))
    }

    /// The path of the vocabulary that ships with the program.
    package static var shippedVocabularyPath: String {
        Bundle.module.path(forResource: "vocab", ofType: "txt")
            ?? Bundle.module.bundleURL.appendingPathComponent("vocab.txt").path
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// - Parameter expected: what the file should be, for the error if it is something else.
    private static func read(_ path: String, _ expected: String) throws -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try InputFile.bytes(path, limit: InputFile.Limit.vocabulary)
        } catch {
            throw TokenizationError.unreadable(path: path)
        }
        if let kind = bytes.isEmpty ? .empty : ContentKind(bytes) {
            throw TokenizationError.otherKind(path: path, kind: kind, expected: expected)
        }
        return bytes
    }

    /// Reads a vocabulary with one token per line.
    private static func lines(_ path: String) throws -> Vocabulary {
        let file = try read(path, "a vocabulary of one token a line")
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
