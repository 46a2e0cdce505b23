/// The labels of a NER task: names and ids, and what each means in the IOB schemes.
package struct NERLabels: Sendable, Equatable {
    /// The nine labels of CoNLL-2003, in the order of the Hugging Face data set.
    package static let conll2003 = NERLabels([
        "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC",
    ])

    /// Names by id.
    package let names: [String]
    private let identifiers: [String: Int32]
    private let parts: [Part]

    /// What a label says: whether it begins an entity, and of which type.
    struct Part: Equatable {
        /// Index of the entity type; -1 outside of entities.
        var type: Int32
        var begins: Bool
        /// The label that begins an entity of this type, where there is one.
        var beginLabel: Int32?
    }

    /// Labels with ids in the order of `names`; of equal names the first counts.
    package init(_ names: [String]) {
        self.names = names
        let identifiers = Dictionary(
            names.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        self.identifiers = identifiers
        var types: [Substring: Int32] = [:]
        parts = names.map { name in
            guard name.hasPrefix("B-") || name.hasPrefix("I-") else { return Part(type: -1, begins: false) }
            let suffix = name.dropFirst(2)
            let type = types[suffix] ?? Int32(types.count)
            types[suffix] = type
            return Part(type: type, begins: name.hasPrefix("B-"), beginLabel: identifiers["B-" + suffix])
        }
    }

    /// The number of labels.
    package var count: Int { names.count }

    /// The id of a name, nil when there is no such label.
    package func id(of name: String) -> Int32? { identifiers[name] }

    /// The name of an id, nil when there is no such label (-100 has none).
    package func name(of id: Int32) -> String? { names.indices.contains(Int(id)) ? names[Int(id)] : nil }

    /// How often each label occurs in some examples, by id.
    package func frequencies(in examples: some Sequence<NERExample>) -> [Int] {
        var counts = [Int](repeating: 0, count: names.count)
        for example in examples {
            for label in example.labels where counts.indices.contains(Int(label)) { counts[Int(label)] += 1 }
        }
        return counts
    }

    func part(of id: Int32) -> Part { parts[Int(id)] }
}
