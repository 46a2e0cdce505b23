/// One entity in a label sequence: a type and the labels that it covers.
package struct Entity: Sendable, Hashable {
    /// Index into the type names of the list that contains the entity.
    package let type: Int
    /// The index of the sequence that contains the entity.
    package let sequence: Int
    /// Positions in the flat `LabelSequences.labels`.
    package let range: Range<Int>
}

/// The entities of label sequences, in order, with the names of their types.
package struct EntityList: Sendable, Equatable {
    /// Type names in the order of their Unicode scalars, as Python sorts them. A type may have no entities.
    package let types: [String]
    /// Entities in the order of sequences and positions.
    package let entities: [Entity]
}

extension LabelSequences {
    /// The entities in the sense of seqeval 1.2.2's default mode, which is conlleval's chunking.
    ///
    /// This mode is not strict: an `I-` that doesn't continue an entity of its type begins one. `E-` and `S-` are known too. A
    /// label's first scalar is its tag; the part after the first `-` that follows is the type, or `_` when there is none.
    /// Follows `get_entities`, `start_of_chunk` and `end_of_chunk` of `seqeval/metrics/sequence_labeling.py`.
    package func entities() -> EntityList {
        let types = TypeNames(of: [self])
        return EntityList(types: types.names, entities: entities(types: types))
    }

    func entities(types: TypeNames) -> [Entity] {
        let table = names.map { ParsedLabel($0, types: types) }
        // seqeval joins the sequences, with an `O` after each. Before the first sequence, the previous type is one that no label has.
        let outside = ParsedLabel(tag: .outside, type: types.untyped)
        var previous = ParsedLabel(tag: .outside, type: -1)
        var start = 0
        var found: [Entity] = []
        for sequence in 0..<count {
            for position in offsets[sequence]...offsets[sequence + 1] {
                let isSeparator = position == offsets[sequence + 1]
                let label = isSeparator ? outside : table[Int(labels[position])]
                if previous.ends(before: label) {
                    found.append(Entity(type: previous.type, sequence: sequence, range: start..<position))
                }
                if label.starts(after: previous) { start = position }
                previous = label
            }
        }
        return found
    }
}

/// The entity types that occur in the names of some label sequences, sorted.
struct TypeNames {
    /// The names in the order of their Unicode scalars.
    let names: [String]
    /// The index of `_`, the type of a label without one.
    let untyped: Int
    private let indices: [[UInt8]: Int]

    init(of sequences: [LabelSequences]) {
        var scalars: [[UInt8]: String] = [Array("_".utf8): "_"]
        for name in sequences.flatMap(\.names) {
            let type = TypeNames.type(of: name)
            scalars[Array(type.utf8)] = type
        }
        // UTF-8 bytes sort like the scalars.
        let sorted = scalars.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        names = sorted.map(\.value)
        indices = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.key, $0) })
        untyped = indices[Array("_".utf8)] ?? 0
    }

    func index(ofLabel name: String) -> Int {
        indices[Array(TypeNames.type(of: name).utf8)] ?? untyped
    }

    private static func type(of label: String) -> String {
        let rest = label.unicodeScalars.dropFirst()
        let type = rest.firstIndex(of: "-").map { rest[rest.index(after: $0)...] } ?? rest
        return type.isEmpty ? "_" : String(String.UnicodeScalarView(type))
    }
}

/// The two parts of a label: the letter for the position in an entity, and the entity's type.
private struct ParsedLabel {
    enum Tag { case outside, begin, inside, end, single, dot, other }

    var tag: Tag
    var type: Int

    init(tag: Tag, type: Int) {
        self.tag = tag
        self.type = type
    }

    init(_ name: String, types: TypeNames) {
        tag =
            switch name.unicodeScalars.first {
            case "O": .outside
            case "B": .begin
            case "I": .inside
            case "E": .end
            case "S": .single
            case ".": .dot
            default: .other
            }
        type = types.index(ofLabel: name)
    }

    /// `end_of_chunk`: whether an entity that contains this label ends before `next`.
    func ends(before next: ParsedLabel) -> Bool {
        switch (tag, next.tag) {
        case (.end, _), (.single, _): true
        case (.begin, .begin), (.begin, .single), (.begin, .outside): true
        case (.inside, .begin), (.inside, .single), (.inside, .outside): true
        case (.outside, _), (.dot, _): false
        default: type != next.type
        }
    }

    /// `start_of_chunk`: whether an entity begins with this label if `previous` is the label before it.
    func starts(after previous: ParsedLabel) -> Bool {
        switch (previous.tag, tag) {
        case (_, .begin), (_, .single): true
        case (.end, .end), (.end, .inside), (.single, .end), (.single, .inside): true
        case (.outside, .end), (.outside, .inside): true
        case (_, .outside), (_, .dot): false
        default: type != previous.type
        }
    }
}
