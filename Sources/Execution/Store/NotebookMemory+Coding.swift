import Notebooks

// Values that most commands lack (files, slots, options of figures, parameters in their words) are omitted from the JSON, because every
// `status` reads it, even for a notebook of ten thousand cells.

extension NotebookMemory.CommandMemory {
    private enum CodingKeys: CodingKey {
        case name, revision, words, identity, key, outputKey, presentation, reads, writes, fingerprints, randomStream
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let key = try container.decodeIfPresent(Key.self, forKey: .key)
        self.init(
            name: try container.decode(String.self, forKey: .name),
            revision: try container.decode(Int.self, forKey: .revision),
            words: try container.decode([NotebookMemory.WordMemory].self, forKey: .words),
            identity: try container.decode(Key.self, forKey: .identity), key: key,
            outputKey: try container.decodeIfPresent(Key.self, forKey: .outputKey) ?? key,
            presentation: try container.decodeIfPresent([String: String].self, forKey: .presentation) ?? [:],
            reads: try container.decodeIfPresent([String: Key].self, forKey: .reads) ?? [:],
            writes: try container.decodeIfPresent([String: Key].self, forKey: .writes) ?? [:],
            fingerprints: try container.decodeIfPresent([Fingerprint].self, forKey: .fingerprints) ?? [],
            randomStream: try container.decodeIfPresent(UInt64.self, forKey: .randomStream))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(revision, forKey: .revision)
        try container.encode(words, forKey: .words)
        try container.encode(identity, forKey: .identity)
        try container.encodeIfPresent(key, forKey: .key)
        if outputKey != key { try container.encodeIfPresent(outputKey, forKey: .outputKey) }
        if !presentation.isEmpty { try container.encode(presentation, forKey: .presentation) }
        if !reads.isEmpty { try container.encode(reads, forKey: .reads) }
        if !writes.isEmpty { try container.encode(writes, forKey: .writes) }
        if !fingerprints.isEmpty { try container.encode(fingerprints, forKey: .fingerprints) }
        try container.encodeIfPresent(randomStream, forKey: .randomStream)
    }
}

extension NotebookMemory.WordMemory {
    private enum CodingKeys: CodingKey { case text, literal, parameters, isVerbatim }

    /// A bare word is encoded as its text alone.
    package init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            self.init(text: text, literal: nil, parameters: [], isVerbatim: false)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            text: try container.decode(String.self, forKey: .text),
            literal: try container.decodeIfPresent(String.self, forKey: .literal),
            parameters: try container.decode([String].self, forKey: .parameters),
            isVerbatim: try container.decode(Bool.self, forKey: .isVerbatim))
    }

    package func encode(to encoder: any Encoder) throws {
        if literal == nil, parameters.isEmpty, !isVerbatim {
            var container = encoder.singleValueContainer()
            return try container.encode(text)
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        try container.encodeIfPresent(literal, forKey: .literal)
        try container.encode(parameters, forKey: .parameters)
        try container.encode(isVerbatim, forKey: .isVerbatim)
    }
}
