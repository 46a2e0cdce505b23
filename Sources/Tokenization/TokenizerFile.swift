import FileKinds
import JSONReading

/// A JSON file of a tokenizer: `tokenizer.json`, `tokenizer_config.json` or one of the older files.
struct TokenizerFile {
    let path: String
    let json: JSONValue

    /// The largest accepted id. Ids are indices of tables, and a huge id in a damaged file must not make a huge table.
    static let largestID = 0xFF_FFFF

    // MARK: tokenizer.json

    /// Reads a vocabulary.
    ///
    /// - Parameters:
    ///   - value: an object from token to id.
    ///   - key: where it is in the file.
    func readVocabulary(_ value: JSONValue?, key: String, prefix: String?) throws -> Vocabulary {
        guard case .object(let members)? = value else { throw unexpected(key, "an object from token to id") }
        var tokens: [String?] = []
        tokens.reserveCapacity(members.count)
        // Few files have gaps between ids, and no gap is wider than the vocabulary.
        let largest = min(Self.largestID, 4 * members.count + 0xFFFF)
        for (token, value) in members {
            guard let id = value.integer else {
                throw unexpected("\(key).\(token.shortened(to: 40))", "a whole number")
            }
            guard id >= 0, id <= largest, id >= tokens.count || tokens[id] == nil else {
                throw TokenizationError.impossibleID(path: path, token: token, id: id)
            }
            while tokens.count <= id { tokens.append(nil) }
            tokens[id] = token
        }
        return Vocabulary(tokens.map { $0 ?? "" }, continuingPrefix: prefix)
    }

    func readAddedTokens(into settings: inout some TokenizerSettings) throws {
        guard let value = json["added_tokens"], !value.isNull else { return }
        guard case .array(let elements) = value else { throw unexpected("added_tokens", "an array") }
        for element in elements {
            guard let id = element["id"]?.integer else {
                throw unexpected("added_tokens", "an array of objects with id and content")
            }
            settings.addedTokens.append(try addedToken(element, id: id, key: "added_tokens"))
        }
    }

    func addedToken(_ value: JSONValue, id: Int, key: String) throws -> AddedToken {
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

    /// A switch at the top level, or nil if it is absent or null.
    func flag(_ key: String) throws -> Bool? {
        guard let value = json[key], !value.isNull else { return nil }
        guard let flag = value.bool else { throw unexpected(key, "true, false or null") }
        return flag
    }

    /// Reads the special tokens' names and the added tokens.
    func readTokens(into settings: inout some TokenizerSettings) throws {
        try readNames(into: &settings.names)
        guard let added = json["added_tokens_decoder"], !added.isNull else { return }
        guard case .object(let members) = added else { throw unexpected("added_tokens_decoder", "an object") }
        for (key, value) in members {
            guard let id = Int(key) else { throw unexpected("added_tokens_decoder.\(key)", "named by a token's id") }
            settings.addedTokens.append(try addedToken(value, id: id, key: "added_tokens_decoder.\(key)"))
        }
    }

    /// Reads the special tokens' names. The file has each as text or as an added token.
    func readNames(into names: inout SpecialTokenNames) throws {
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
    func readAddedTokensFile(into settings: inout some TokenizerSettings) throws {
        guard case .object(let members) = json else { throw unexpected("the file", "an object from token to id") }
        let special = settings.names.all
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

    func unexpected(_ key: String, _ expected: String) -> TokenizationError {
        .unexpectedValue(path: path, key: key, expected: expected)
    }

    func require(_ key: String, _ found: String, is supported: String) throws {
        if found != supported {
            throw TokenizationError.unsupported(path: path, key: key, found: found, supported: supported)
        }
    }
}
