/// The labels of words: names and ids, and the meaning of each in IOB2.
///
/// Names are compared by their bytes, because `String` treats canonically equivalent names as equal.
package struct TokenLabels: Sendable, Equatable {
    /// Names by id.
    package let names: [String]
    private let identifiers: [[UInt8]: Int32]
    private let parts: [Part]

    /// The meaning of a label: whether it begins an entity, and the entity's type.
    struct Part: Equatable {
        /// Index of the entity type; -1 outside entities.
        var type: Int32
        var begins: Bool
    }

    /// Labels with ids in the order of `names`. If a name occurs twice, its first id counts.
    package init(_ names: [String]) {
        self.names = names
        let identifiers = Dictionary(
            names.enumerated().map { (Array($1.utf8), Int32($0)) }, uniquingKeysWith: { first, _ in first })
        self.identifiers = identifiers
        var types: [[UInt8]: Int32] = [:]
        parts = names.map { name in
            let bytes = Array(name.utf8)
            let begins = bytes.starts(with: "B-".utf8)
            guard begins || bytes.starts(with: "I-".utf8) else { return Part(type: -1, begins: false) }
            let suffix = Array(bytes.dropFirst(2))
            let type = types[suffix] ?? Int32(types.count)
            types[suffix] = type
            return Part(type: type, begins: begins)
        }
    }

    /// `O`, and `B-` and `I-` of every type, in the order of the types. The ids are 0, then 1 and 2 for the first type, and so on.
    package init(types: [String]) { self.init(["O"] + types.flatMap { ["B-\($0)", "I-\($0)"] }) }

    /// The entity types, in the order of their first label.
    package var types: [String] {
        var found: [String] = []
        for (name, part) in zip(names, parts) where Int(part.type) == found.count {
            found.append(String(name.dropFirst(2)))
        }
        return found
    }

    package static func == (left: TokenLabels, right: TokenLabels) -> Bool {
        left.names.map { Array($0.utf8) } == right.names.map { Array($0.utf8) }
    }

    /// The number of labels.
    package var count: Int { names.count }

    /// The id of a name; nil if there is no such label.
    package func id(of name: String) -> Int32? { identifiers[Array(name.utf8)] }

    /// The name of an id; nil if there is no such label (-100 has none).
    package func name(of id: Int32) -> String? { names.indices.contains(Int(id)) ? names[Int(id)] : nil }

    /// How often each label occurs in the examples, by id.
    package func frequencies(in examples: some Sequence<LabelledSentence>) -> [Int] {
        var counts = [Int](repeating: 0, count: names.count)
        for example in examples {
            for label in example.labels where counts.indices.contains(Int(label)) { counts[Int(label)] += 1 }
        }
        return counts
    }

    /// The word ranges of the entities in labels of IOB2.
    package func entities(in labels: [Int32]) -> [Range<Int>] {
        var entities: [Range<Int>] = []
        var previous: Int32 = -1
        for (word, label) in labels.enumerated() {
            let part = parts.indices.contains(Int(label)) ? parts[Int(label)] : Part(type: -1, begins: false)
            if part.type >= 0, let last = entities.last, !part.begins, part.type == previous {
                entities[entities.count - 1] = last.lowerBound..<word + 1
            } else if part.type >= 0 {
                entities.append(word..<word + 1)
            }
            previous = part.type
        }
        return entities
    }
}

extension [String] {
    /// Whether an element has the same bytes as a text. `==` would treat canonically equivalent texts as equal.
    package func hasBytes(of text: String) -> Bool { contains { $0.utf8.elementsEqual(text.utf8) } }
}
