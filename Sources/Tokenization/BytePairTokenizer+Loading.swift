import JSONReading

extension BytePairTokenizer {
    package static var files: [String] {
        [
            "tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt", "special_tokens_map.json",
            "added_tokens.json",
        ]
    }

    package static var vocabularyFiles: [String] { ["vocab.json", "merges.txt"] }

    package static var pieceName: String { "byte-level pieces" }

    /// Loads the tokenizer of a Hugging Face folder.
    ///
    /// If there is a `tokenizer.json`, it is used: its vocabulary, its merges and its added tokens. Its stored truncation and padding are
    /// ignored. Otherwise `vocab.json` and `merges.txt` are used, with the special and added tokens from `tokenizer_config.json`, or, as in
    /// older checkpoints, from `special_tokens_map.json` and `added_tokens.json`. `add_prefix_space` and `trim_offsets` in
    /// `tokenizer_config.json` count for both. Throws a ``TokenizationError`` that names the file.
    package static func load(folder: String) throws -> BytePairTokenizer {
        let files = try TokenizerFolder(folder)
        let names = try files.olderFile("special_tokens_map.json")
        if let file = try files.file("tokenizer.json") {
            var settings = BytePairSettings(source: file.path)
            try files.config?.readNames(into: &settings.names)
            try names?.readNames(into: &settings.names)
            let (vocabulary, merges) = try file.readTokenizer(into: &settings)
            try files.config?.readSwitches(into: &settings)
            return try BytePairTokenizer(vocabulary, merges, settings)
        }
        let pair = vocabularyFiles
        guard let file = try files.file(pair[0]), files.has(pair[1]) else {
            guard let present = pair.first(where: files.has), let missing = pair.first(where: { $0 != present }) else {
                throw TokenizationError.noVocabulary(folder: folder, files: "vocab.json with merges.txt")
            }
            throw TokenizationError.missingFile(folder: folder, file: missing, beside: present)
        }
        var settings = BytePairSettings(source: file.path)
        let vocabulary = try file.readVocabulary(file.json, key: "the file", prefix: nil)
        let merges = try Self.merges(files.path(pair[1]), vocabulary)
        try files.config?.readTokens(into: &settings)
        try files.config?.readSwitches(into: &settings)
        try names?.readNames(into: &settings.names)
        try files.olderFile("added_tokens.json")?.readAddedTokensFile(into: &settings)
        let described = try [files.config, names].compactMap(\.self).flatMap { try $0.describedTokens() }
        settings.describe(described, vocabulary)
        return try BytePairTokenizer(vocabulary, merges, settings)
    }

    /// Reads merges, two tokens a line, after a first line with a version.
    private static func merges(_ path: String, _ vocabulary: Vocabulary) throws -> [PairMerges.Merge] {
        let expected = "merges, two tokens a line"
        let bytes = try TokenizerFolder.bytes(path, expected)
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        var merges: [PairMerges.Merge] = []
        for (number, line) in lines.enumerated() {
            guard let text = String(validating: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
            else { throw TokenizationError.notUTF8(path: path, line: number + 1) }
            // The reference skips such lines wherever they are.
            if text.hasPrefix("#version") { continue }
            merges.append(
                try merge(text, rank: merges.count, in: vocabulary, path: path, place: "line \(number + 1)"))
        }
        return merges
    }

    static func merge(
        _ text: String, rank: Int, in vocabulary: Vocabulary, path: String, place: String
    ) throws -> PairMerges.Merge {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        return try merge(parts, rank: rank, in: vocabulary, path: path, place: place)
    }

    static func merge(
        _ parts: [String], rank: Int, in vocabulary: Vocabulary, path: String, place: String
    ) throws -> PairMerges.Merge {
        func impossible(_ problem: String) -> TokenizationError {
            .impossibleMerge(path: path, place: place, problem: problem)
        }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw impossible(
                "a merge should be two tokens with a space between them, not '\(parts.joined(separator: " ").shortened())'"
            )
        }
        func id(_ token: String) throws -> Int32 {
            guard let id = vocabulary.id(of: token) else {
                throw impossible("the token '\(token.shortened())' is not in the vocabulary")
            }
            return id
        }
        return PairMerges.Merge(
            left: try id(parts[0]), right: try id(parts[1]), rank: Int32(rank), merged: try id(parts[0] + parts[1]))
    }
}

/// What RoBERTa's tokenizer reads.
extension TokenizerFile {
    /// Reads a `tokenizer.json`.
    func readTokenizer(
        into settings: inout BytePairSettings
    ) throws -> (vocabulary: Vocabulary, merges: [PairMerges.Merge]) {
        guard case .object = json else { throw unexpected("the file", "an object") }
        guard let model = json["model"], case .object = model else { throw unexpected("model", "an object") }
        // Files that are older than this key always contain BPE if they have merges.
        let type = model["type"]?.string ?? (model["merges"] == nil ? "absent" : "BPE")
        try require("model.type", type, is: "BPE")
        for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
            try require("model.\(key)", (model[key]?.string).map { $0.isEmpty ? "empty" : $0 } ?? "empty", is: "empty")
        }
        for key in ["byte_fallback", "ignore_merges"] {
            try require("model.\(key)", model[key]?.bool == true ? "true" : "false", is: "false")
        }
        if let dropout = model["dropout"], !dropout.isNull {
            throw TokenizationError.unsupported(path: path, key: "model.dropout", found: "set", supported: "null")
        }
        settings.names.unknown = model["unk_token"]?.string ?? settings.names.unknown
        if let normalizer = json["normalizer"], !normalizer.isNull {
            try require("normalizer.type", normalizer["type"]?.string ?? "absent", is: "null")
        }
        let splitter = json["pre_tokenizer"]
        try require("pre_tokenizer.type", splitter?["type"]?.string ?? "absent", is: "ByteLevel")
        try require("pre_tokenizer.use_regex", splitter?["use_regex"]?.bool == false ? "false" : "true", is: "true")
        settings.addsPrefixSpace = splitter?["add_prefix_space"]?.bool ?? true
        try readProcessor(into: &settings)
        if let decoder = json["decoder"], !decoder.isNull {
            try require("decoder.type", decoder["type"]?.string ?? "absent", is: "ByteLevel")
        }
        try readAddedTokens(into: &settings)
        let vocabulary = try readVocabulary(model["vocab"], key: "model.vocab", prefix: nil)
        return (vocabulary, try readMerges(model["merges"], vocabulary))
    }

    private func readProcessor(into settings: inout BytePairSettings) throws {
        let processor = json["post_processor"]
        try require("post_processor.type", processor?["type"]?.string ?? "absent", is: "RobertaProcessing")
        guard case .array(let separator)? = processor?["sep"], case .array(let start)? = processor?["cls"],
            let separator = separator.first?.string, let start = start.first?.string
        else { throw unexpected("post_processor", "RobertaProcessing with cls and sep") }
        settings.names.separator = separator
        settings.names.classification = start
        settings.trimsOffsets = processor?["trim_offsets"]?.bool ?? true
        let adds = processor?["add_prefix_space"]?.bool ?? true
        guard adds == settings.addsPrefixSpace else {
            throw TokenizationError.unsupported(
                path: path, key: "post_processor.add_prefix_space", found: "\(adds)",
                supported: "\(settings.addsPrefixSpace), as in pre_tokenizer,")
        }
    }

    /// Reads merges, each of which is a text of two tokens or an array of them.
    private func readMerges(_ value: JSONValue?, _ vocabulary: Vocabulary) throws -> [PairMerges.Merge] {
        guard case .array(let elements)? = value else { throw unexpected("model.merges", "an array") }
        return try elements.enumerated().map { rank, element in
            let place = "model.merges[\(rank)]"
            switch element {
            case .string(let text):
                return try BytePairTokenizer.merge(text, rank: rank, in: vocabulary, path: path, place: place)
            case .array(let parts):
                let parts = parts.map { $0.string ?? "" }
                return try BytePairTokenizer.merge(parts, rank: rank, in: vocabulary, path: path, place: place)
            default: throw unexpected(place, "two tokens")
            }
        }
    }

    /// Reads the switches of a `tokenizer_config.json`.
    func readSwitches(into settings: inout BytePairSettings) throws {
        settings.addsPrefixSpace = try flag("add_prefix_space") ?? settings.addsPrefixSpace
        settings.trimsOffsets = try flag("trim_offsets") ?? settings.trimsOffsets
    }

    /// The special tokens of a file that says more of them than the name.
    func describedTokens() throws -> [AddedToken] {
        try ["pad_token", "unk_token", "cls_token", "sep_token", "mask_token"].compactMap { key in
            guard let value = json[key], value["content"] != nil else { return nil }
            return try addedToken(value, id: 0, key: key)
        }
    }
}

extension BytePairSettings {
    /// Adds the special tokens that are in the vocabulary but not among the added tokens, as they are described.
    fileprivate mutating func describe(_ tokens: [AddedToken], _ vocabulary: Vocabulary) {
        for token in tokens where !addedTokens.contains(where: { $0.content.utf8.elementsEqual(token.content.utf8) }) {
            guard let id = vocabulary.id(of: token.content) else { continue }
            var token = token
            token.id = id
            token.isSpecial = true
            addedTokens.append(token)
        }
    }
}
