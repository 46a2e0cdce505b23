import FileKinds
import Files
import Foundation

extension EncoderConfiguration {
    /// Reads `config.json`. Throws `ModelError` naming the key that is missing or out of range.
    package init(path: String) throws {
        let bytes: [UInt8]
        do {
            bytes = try InputFile.bytes(path, limit: InputFile.Limit.text)
        } catch {
            throw ModelError.configuration(path: path, reason: "it can't be read: \(error.cause)")
        }
        try self.init(json: Data(bytes), path: path)
    }

    /// Reads the content of a `config.json`. BERT's oldest files have no `model_type`; then `architectures` determines the family, and
    /// without either key the family is BERT.
    ///
    /// - Parameter path: the file's path, for error messages.
    package init(json: Data, path: String) throws {
        if let kind = json.isEmpty ? .empty : ContentKind(json) {
            throw ModelError.configuration(
                path: path, reason: "this is \(kind.name), not a config.json. \(kind.remedy.dropLast())")
        }
        guard let parsed = try? JSONSerialization.jsonObject(with: json) else {
            throw ModelError.configuration(path: path, reason: "it can't be read as JSON")
        }
        guard let object = parsed as? [String: Any] else {
            throw ModelError.configuration(path: path, reason: "it is not a JSON object")
        }
        let family = try Self.family(of: object, path: path)
        if object["is_decoder"] as? Bool == true {
            throw ModelError.configuration(
                path: path,
                reason:
                    "is_decoder is true: such a model does not use the tokens after a position, so it is not an encoder"
            )
        }
        for (key, known) in family.constants {
            if let value = object[key] as? String, value != known {
                throw ModelError.configuration(path: path, reason: "\(key) is '\(value)'; only '\(known)' is known")
            }
        }
        let reader = ConfigurationReader(object: object, path: path)
        let keys = family.keys
        // The limits are far above those of any existing model, and low enough that no product of them overflows.
        let (sizes, counts, words) = (1...1 << 17, 1...1_000, 1 << 24)
        self.init(
            family: family, vocabularySize: try reader.integer(keys.vocabularySize, in: 1...words),
            hiddenSize: try reader.integer(keys.hiddenSize, in: sizes),
            layerCount: try reader.integer(keys.layerCount, in: counts),
            headCount: try reader.integer(keys.headCount, in: counts),
            intermediateSize: try reader.integer(keys.intermediateSize, in: sizes),
            maxPositionEmbeddings: try reader.integer(keys.maxPositionEmbeddings, in: sizes, default: 512),
            typeVocabularySize: try keys.typeVocabularySize.map { try reader.integer($0, in: sizes, default: 2) } ?? 0,
            layerNormEpsilon: try keys.layerNormEpsilon.map { try reader.number($0, default: 1e-12, below: 1) }
                ?? 1e-12,
            hiddenDropout: try reader.number(keys.hiddenDropout, default: 0.1, below: 1),
            attentionDropout: try reader.number(keys.attentionDropout, default: 0.1, below: 1),
            initializerRange: try reader.number(keys.initializerRange, default: 0.02, below: 10),
            padTokenID: try reader.integer(keys.padTokenID, in: 0...words, default: keys.standardPadTokenID))
        guard padTokenID < vocabularySize else {
            throw ModelError.configuration(
                path: path, reason: "\(keys.padTokenID) \(padTokenID) is outside the vocabulary")
        }
        guard maxSequenceLength > 0 else {
            throw ModelError.configuration(
                path: path,
                reason:
                    "\(keys.maxPositionEmbeddings) \(maxPositionEmbeddings) leaves no position for a token: the first one is \(keys.padTokenID) + 1"
            )
        }
        guard hiddenSize % headCount == 0 else {
            throw ModelError.configuration(
                path: path,
                reason: "\(keys.hiddenSize) \(hiddenSize) is not a multiple of \(keys.headCount) \(headCount)")
        }
    }

    private static func family(of object: [String: Any], path: String) throws -> EncoderFamily {
        if let name = object["model_type"], !(name is NSNull) {
            if let name = name as? String, let family = EncoderFamily(name: name) { return family }
            if let refused = EncoderFamily.refused.first(where: { $0.name == name as? String }) {
                throw ModelError.configuration(path: path, reason: "model_type is '\(name)': \(refused.reason)")
            }
            throw ModelError.configuration(
                path: path, reason: "model_type is '\(name)'; only \(EncoderFamily.knownNames) are known")
        }
        guard let architecture = (object["architectures"] as? [String])?.first else { return .bert }
        guard let family = EncoderFamily.all.first(where: { architecture.hasPrefix($0.classPrefix) }) else {
            throw ModelError.configuration(
                path: path,
                reason:
                    "there is no model_type, and its architecture is '\(architecture)'; only \(EncoderFamily.knownNames) are known"
            )
        }
        return family
    }

    /// The content of `config.json` for a checkpoint that Hugging Face's `from_pretrained` loads with the family's class.
    package func json() -> String { json(architecture: family.architecture) }

    /// The `config.json` of a model with one head. Transformers' own class for that head loads it.
    ///
    /// - Parameter mark: a key that only this program uses, and its value.
    package func json(head: TaskHead, as stock: StockHead, mark: (key: String, value: String)) -> String {
        let labels = head.labels.map(\.jsonQuoted)
        var more = [mark.key: mark.value.jsonQuoted]
        if !labels.isEmpty {
            more["id2label"] = "{\(labels.enumerated().map { "\"\($0)\": \($1)" }.joined(separator: ", "))}"
            more["label2id"] = "{\(labels.enumerated().map { "\($1): \($0)" }.joined(separator: ", "))}"
        }
        return json(architecture: family.architecture(of: stock), more: more)
    }

    /// - Parameter more: further keys, and their values as JSON.
    private func json(architecture: String, more: [String: String] = [:]) -> String {
        let keys = family.keys
        // A float's shortest decimal form reads back as the same float.
        var values = [
            keys.vocabularySize: "\(vocabularySize)", keys.hiddenSize: "\(hiddenSize)",
            keys.layerCount: "\(layerCount)", keys.headCount: "\(headCount)",
            keys.intermediateSize: "\(intermediateSize)", keys.maxPositionEmbeddings: "\(maxPositionEmbeddings)",
            keys.hiddenDropout: "\(hiddenDropout)", keys.attentionDropout: "\(attentionDropout)",
            keys.initializerRange: "\(initializerRange)", keys.padTokenID: "\(padTokenID)",
            "model_type": "\"\(family.name)\"",
        ]
        if let key = keys.typeVocabularySize { values[key] = "\(typeVocabularySize)" }
        if let key = keys.layerNormEpsilon { values[key] = "\(layerNormEpsilon)" }
        for (key, value) in family.constants { values[key] = "\"\(value)\"" }
        values.merge(more) { $1 }
        let lines = values.sorted { $0.key < $1.key }.map { "  \"\($0.key)\": \($0.value)" }
        return """
            {
              "architectures": [
                "\(architecture)"
              ],
            \(lines.joined(separator: ",\n"))
            }

            """
    }
}

/// Reads numbers of a `config.json`. Its errors name the wrong key.
private struct ConfigurationReader {
    let object: [String: Any]
    let path: String

    /// - Parameter standard: the value where the key is missing or null. If it is nil, that is an error.
    func integer(_ key: String, in range: ClosedRange<Int>, default standard: Int? = nil) throws -> Int {
        guard let value = object[key], !(value is NSNull) else {
            if let standard { return standard }
            throw ModelError.configuration(path: path, reason: "'\(key)' is missing")
        }
        guard let number = value as? Int, range.contains(number) else {
            throw ModelError.configuration(
                path: path,
                reason: "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(_ key: String, default standard: Double, below limit: Double) throws -> Float {
        guard let value = object[key] else { return Float(standard) }
        // The value must be below the limit after rounding to float too: a dropout of 1 would leave nothing.
        guard let number = value as? Double, number >= 0, Float(number) < Float(limit) else {
            throw ModelError.configuration(path: path, reason: "'\(key)' must be a number from 0 to \(limit)")
        }
        return Float(number)
    }
}
