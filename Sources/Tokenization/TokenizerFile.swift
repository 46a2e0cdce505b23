import FileKinds
import JSONReading

/// A JSON file of a tokenizer: `tokenizer.json`, `tokenizer_config.json` or one of the older files.
struct TokenizerFile {
    let path: String
    let json: JSONValue

    /// The largest accepted id. Ids are indices of tables, and a huge id in a damaged file must not make a huge table.
    private static let largestID = 0xFF_FFFF

    // MARK: tokenizer.json

    func readTokenizer(into settings: inout TokenizerSettings) throws -> Vocabulary {
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
        return try readVocabulary(model, prefix: settings.continuingPrefix)
    }

    private func readVocabulary(_ model: JSONValue, prefix: String) throws -> Vocabulary {
        guard case .object(let members)? = model["vocab"] else {
            throw unexpected("model.vocab", "an object from token to id")
        }
        var tokens: [String?] = []
        tokens.reserveCapacity(members.count)
        // Few files have gaps between ids, and no gap is wider than the vocabulary.
        let largest = min(Self.largestID, 4 * members.count + 0xFFFF)
        for (token, value) in members {
            guard let id = value.integer else {
                throw unexpected("model.vocab.\(token.shortened(to: 40))", "a whole number")
            }
            guard id >= 0, id <= largest, id >= tokens.count || tokens[id] == nil else {
                throw TokenizationError.impossibleID(path: path, token: token, id: id)
            }
            while tokens.count <= id { tokens.append(nil) }
            tokens[id] = token
        }
        return Vocabulary(tokens.map { $0 ?? "" }, continuingPrefix: prefix)
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
    private func readTemplate(into names: inout TokenizerSettings.Names) throws {
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

    private func readAddedTokens(into settings: inout TokenizerSettings) throws {
        guard let value = json["added_tokens"], !value.isNull else { return }
        guard case .array(let elements) = value else { throw unexpected("added_tokens", "an array") }
        for element in elements {
            guard let id = element["id"]?.integer else {
                throw unexpected("added_tokens", "an array of objects with id and content")
            }
            settings.addedTokens.append(try addedToken(element, id: id, key: "added_tokens"))
        }
    }

    private func addedToken(_ value: JSONValue, id: Int, key: String) throws -> AddedToken {
        guard let content = value["content"]?.string else { throw unexpected(key, "tokens with content") }
        guard id >= 0, id <= Self.largestID else {
            throw TokenizationError.impossibleID(path: path, token: content, id: id)
        }
        var token = AddedToken(id: Int32(id), content: content)
        token.isSpecial = value["special"]?.bool ?? false
        token.isNormalized = value["normalized"]?.bool ?? true
        token.stripsLeft = value["lstrip"]?.bool ?? false
        token.stripsRight = value["rstrip"]?.bool ?? false
        token.isSingleWord = value["single_word"]?.bool ?? false
        return token
    }

    // MARK: tokenizer_config.json

    func readConfig(into settings: inout TokenizerSettings) throws {
        try readNames(into: &settings.names)
        func flag(_ key: String) throws -> Bool? {
            guard let value = json[key], !value.isNull else { return nil }
            guard let flag = value.bool else { throw unexpected(key, "true, false or null") }
            return flag
        }
        settings.steps.lowercases = try flag("do_lower_case") ?? true
        settings.steps.stripsAccents = try flag("strip_accents") ?? settings.steps.lowercases
        settings.steps.spacesIdeographs = try flag("tokenize_chinese_chars") ?? true
        guard let added = json["added_tokens_decoder"], !added.isNull else { return }
        guard case .object(let members) = added else { throw unexpected("added_tokens_decoder", "an object") }
        for (key, value) in members {
            guard let id = Int(key) else { throw unexpected("added_tokens_decoder.\(key)", "named by a token's id") }
            settings.addedTokens.append(try addedToken(value, id: id, key: "added_tokens_decoder.\(key)"))
        }
    }

    /// Reads the special tokens' names. The file has each as text or as an added token.
    func readNames(into names: inout TokenizerSettings.Names) throws {
        func name(_ key: String) throws -> String? {
            guard let value = json[key], !value.isNull else { return nil }
            guard let name = value.string ?? value["content"]?.string else { throw unexpected(key, "a token") }
            return name
        }
        guard case .object = json else { throw unexpected("the file", "an object") }
        names.pad = try name("pad_token") ?? names.pad
        names.unknown = try name("unk_token") ?? names.unknown
        names.classification = try name("cls_token") ?? names.classification
        names.separator = try name("sep_token") ?? names.separator
        names.mask = try name("mask_token") ?? names.mask
    }

    // MARK: added_tokens.json

    /// Reads tokens with their ids by name. Those that have a role in sequences are special.
    func readAddedTokensFile(into settings: inout TokenizerSettings) throws {
        guard case .object(let members) = json else { throw unexpected("the file", "an object from token to id") }
        let names = settings.names
        let special = [names.pad, names.unknown, names.classification, names.separator, names.mask]
        for (content, value) in members {
            guard let id = value.integer else { throw unexpected(content, "a whole number") }
            guard id >= 0, id <= Self.largestID else {
                throw TokenizationError.impossibleID(path: path, token: content, id: id)
            }
            var token = AddedToken(id: Int32(id), content: content)
            token.isSpecial = special.contains { $0.utf8.elementsEqual(content.utf8) }
            token.isNormalized = !token.isSpecial
            settings.addedTokens.append(token)
        }
    }

    // MARK: errors

    private func unexpected(_ key: String, _ expected: String) -> TokenizationError {
        .unexpectedValue(path: path, key: key, expected: expected)
    }

    private func require(_ key: String, _ found: String, is supported: String) throws {
        if found != supported {
            throw TokenizationError.unsupported(path: path, key: key, found: found, supported: supported)
        }
    }
}
