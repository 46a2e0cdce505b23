import JSONReading

/// What BERT's tokenizer reads.
extension TokenizerFile {
    /// Reads a `tokenizer.json`.
    func readTokenizer(into settings: inout BERTSettings) throws -> Vocabulary {
        guard case .object = json else { throw unexpected("the file", "an object") }
        guard let model = json["model"], case .object = model else { throw unexpected("model", "an object") }
        // Files that are older than this key always contain WordPiece if they have a prefix.
        let type = model["type"]?.string ?? (model["continuing_subword_prefix"] == nil ? "absent" : "WordPiece")
        try require("model.type", type, is: "WordPiece")
        settings.names.unknown = model["unk_token"]?.string ?? settings.names.unknown
        settings.continuingPrefix = model["continuing_subword_prefix"]?.string ?? "##"
        if let limit = model["max_input_chars_per_word"] {
            guard let limit = limit.integer, limit >= 0 else {
                throw unexpected("model.max_input_chars_per_word", "a number that is not negative")
            }
            settings.maxWordScalars = limit
        }
        try readNormalizer(into: &settings.steps)
        try require("pre_tokenizer.type", json["pre_tokenizer"]?["type"]?.string ?? "absent", is: "BertPreTokenizer")
        try readTemplate(into: &settings.names)
        if let decoder = json["decoder"], !decoder.isNull {
            try require("decoder.type", decoder["type"]?.string ?? "absent", is: "WordPiece")
            settings.cleansUpDecoding = decoder["cleanup"]?.bool ?? true
        }
        try readAddedTokens(into: &settings)
        return try readVocabulary(model["vocab"], key: "model.vocab", prefix: settings.continuingPrefix)
    }

    private func readNormalizer(into steps: inout BERTNormalizer.Steps) throws {
        let normalizer = json["normalizer"]
        try require("normalizer.type", normalizer?["type"]?.string ?? "absent", is: "BertNormalizer")
        func flag(_ key: String) throws -> Bool? {
            guard let value = normalizer?[key], !value.isNull else { return nil }
            guard let flag = value.bool else { throw unexpected("normalizer.\(key)", "true, false or null") }
            return flag
        }
        steps.cleansText = try flag("clean_text") ?? true
        steps.spacesIdeographs = try flag("handle_chinese_chars") ?? true
        steps.lowercases = try flag("lowercase") ?? true
        steps.stripsAccents = try flag("strip_accents") ?? steps.lowercases
    }

    /// Reads the names of the tokens around a sequence from the post-processor.
    private func readTemplate(into names: inout SpecialTokenNames) throws {
        guard let processor = json["post_processor"], !processor.isNull else { return }
        switch processor["type"]?.string {
        case "BertProcessing":
            guard case .array(let separator)? = processor["sep"], case .array(let start)? = processor["cls"],
                let separator = separator.first?.string, let start = start.first?.string
            else { throw unexpected("post_processor", "BertProcessing with cls and sep") }
            names.separator = separator
            names.classification = start
        case "TemplateProcessing":
            let template = try pieces(processor["pair"], "post_processor.pair")
            let single = try pieces(processor["single"], "post_processor.single")
            guard template.count == 5, single.count == 3, single == Array(template[..<3]),
                template.map(\.isSequence) == [false, true, false, true, false],
                template[2].name.utf8.elementsEqual(template[4].name.utf8),
                template[1].name == "A", template[3].name == "B", template.map(\.type) == [0, 0, 0, 1, 1]
            else {
                throw TokenizationError.unsupported(
                    path: path, key: "post_processor", found: "another template",
                    supported: "[CLS] $A [SEP] and [CLS] $A [SEP] $B:1 [SEP]:1")
            }
            names.classification = template[0].name
            names.separator = template[2].name
        case let type:
            try require("post_processor.type", type ?? "absent", is: "TemplateProcessing")
        }
    }

    private struct TemplatePiece: Equatable {
        var name: String
        var type: Int
        var isSequence: Bool

        /// Compares the bytes of the names: `String` considers canonically equivalent names equal.
        static func == (left: TemplatePiece, right: TemplatePiece) -> Bool {
            left.name.utf8.elementsEqual(right.name.utf8) && left.type == right.type
                && left.isSequence == right.isSequence
        }
    }

    private func pieces(_ value: JSONValue?, _ key: String) throws -> [TemplatePiece] {
        guard case .array(let elements)? = value else { throw unexpected(key, "an array") }
        return try elements.map { element in
            let isSequence = element["Sequence"] != nil
            let piece = element["Sequence"] ?? element["SpecialToken"]
            guard let name = piece?["id"]?.string, let type = piece?["type_id"]?.integer else {
                throw unexpected(key, "an array of sequences and special tokens with id and type_id")
            }
            return TemplatePiece(name: name, type: type, isSequence: isSequence)
        }
    }

    /// Reads a `tokenizer_config.json`.
    func readConfig(into settings: inout BERTSettings) throws {
        try readTokens(into: &settings)
        settings.steps.lowercases = try flag("do_lower_case") ?? true
        settings.steps.stripsAccents = try flag("strip_accents") ?? settings.steps.lowercases
        settings.steps.spacesIdeographs = try flag("tokenize_chinese_chars") ?? true
    }
}
