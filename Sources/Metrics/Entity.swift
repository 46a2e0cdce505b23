/// One entity that a label sequence marks: a type and the labels that it covers.
package struct Entity: Sendable, Hashable {
    /// Index into the type names that came with the entities.
    package let type: Int
    /// The sequence it stands in.
    package let sequence: Int
    /// Positions in the flat `LabelSequences.labels`.
    package let range: Range<Int>
}

/// The entities of label sequences, in order, with the names of their types.
package struct EntityList: Sendable, Equatable {
    /// Type names in the order of their Unicode scalars, as Python sorts them. A type may be without entities.
    package let types: [String]
    /// By sequence, then by position.
    package let entities: [Entity]
}

extension LabelSequences {
    /// The entities in the sense of seqeval 1.2.2's default mode, which is conlleval's chunking.
    ///
    /// Not strict: an `I-` that doesn't continue an entity of its type begins one; `E-` and `S-` are known too. A
    /// label's first scalar is its tag; what follows the first `-` after it is the type, `_` when there is none.
    /// Follows `get_entities`, `start_of_chunk` and `end_of_chunk` of `seqeval/metrics/sequence_labeling.py`.
    package func entities() -> EntityList {
        let types = TypeNames(of: [self])
        return EntityList(types: types.names, entities: entities(types: types))
    }

    func entities(types: TypeNames) -> [Entity] {
        let table = names.map { ParsedLabel($0, types: types) }
        // seqeval joins the sequences with an `O` after each; before the first, the type is that of no label at all.
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
    /// In the order of their Unicode scalars.
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
        // UTF-8 sorts as the scalars do.
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

/// A label taken apart: the letter that says where in an entity it stands, and the entity's type.
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

    /// `end_of_chunk`: whether an entity that holds this label is over before `next`.
    func ends(before next: ParsedLabel) -> Bool {
        switch (tag, next.tag) {
        case (.end, _), (.single, _): true
        case (.begin, .begin), (.begin, .single), (.begin, .outside): true
        case (.inside, .begin), (.inside, .single), (.inside, .outside): true
        case (.outside, _), (.dot, _): false
        default: type != next.type
        }
    }

    /// `start_of_chunk`: whether an entity begins with this label when `previous` stands before it.
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
