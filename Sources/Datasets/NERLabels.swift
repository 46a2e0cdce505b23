/// The labels of a NER task: names and ids, and what each means in the IOB schemes.
///
/// Names are told apart by their bytes; `String` would take canonically equivalent ones for the same.
package struct NERLabels: Sendable, Equatable {
    /// The nine labels of CoNLL-2003, in the order of the Hugging Face data set.
    package static let conll2003 = NERLabels([
        "O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC",
    ])

    /// Names by id.
    package let names: [String]
    private let identifiers: [[UInt8]: Int32]
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
            return Part(type: type, begins: begins, beginLabel: identifiers[Array("B-".utf8) + suffix])
        }
    }

    package static func == (left: NERLabels, right: NERLabels) -> Bool {
        left.names.map { Array($0.utf8) } == right.names.map { Array($0.utf8) }
    }

    /// The number of labels.
    package var count: Int { names.count }

    /// The id of a name, nil when there is no such label.
    package func id(of name: String) -> Int32? { id(of: Array(name.utf8)) }

    func id(of name: some Sequence<UInt8>) -> Int32? { identifiers[Array(name)] }

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

    /// The words of each entity that labels in IOB2 mark.
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

    func part(of id: Int32) -> Part { parts[Int(id)] }
}

extension NERLabels {
    /// The label that a tag of other spelling most likely stands for: `B-ORGANIZATION`, `b-org`, `B_ORG`, `ORG-B`, `ORG`, `o`.
    func nearest(to tag: String) -> String? {
        let letters = tag.uppercased().unicodeScalars.filter { $0.properties.generalCategory != .format }.map {
            "_:/".unicodeScalars.contains($0) || $0.properties.generalCategory == .dashPunctuation ? "-" : $0
        }
        guard letters.count <= 40 else { return nil }
        if letters.elementsEqual("O".unicodeScalars) || letters.elementsEqual("0".unicodeScalars) {
            return id(of: "O") == nil ? nil : "O"
        }
        var halves = letters.split(separator: "-", maxSplits: 1).map { String(String.UnicodeScalarView($0)) }
        if halves.count == 1 { halves.insert("B", at: 0) }
        if halves.count == 2, halves[1] == "B" || halves[1] == "I" { halves.swapAt(0, 1) }
        guard halves.count == 2, halves[0] == "B" || halves[0] == "I" else { return nil }
        let candidates = names.filter { $0.hasPrefix(halves[0] + "-") }
        return candidates.first { name in
            let type = name.dropFirst(2)
            return halves[1] == type || (type.count > 1 && halves[1].hasPrefix(type))
                || halves[1].sorted() == type.sorted()
        }
    }
}
