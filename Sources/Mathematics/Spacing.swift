/// Spaces between atoms: The TeXbook, chapter 18.
enum Spacing {
    /// The space between two atoms in eighteenths of an em.
    static func distance(from left: AtomClass, to right: AtomClass, in style: Style) -> Int {
        switch table[left.rawValue][right.rawValue] {
        case 1: 3
        case 2: style.isScript ? 0 : 3
        case 3: style.isScript ? 0 : 4
        case 4: style.isScript ? 0 : 5
        default: 0
        }
    }

    /// One row per class on the left. 1 is a thin space; 2 to 4 are a thin, a medium and a thick space, except in scripts.
    private static let table: [[Int]] = [
        [0, 1, 3, 4, 0, 0, 0, 2],
        [1, 1, 0, 4, 0, 0, 0, 2],
        [3, 3, 0, 0, 3, 0, 0, 3],
        [4, 4, 0, 0, 4, 0, 0, 4],
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 3, 4, 0, 0, 0, 2],
        [2, 2, 0, 2, 2, 2, 2, 2],
        [2, 1, 3, 4, 2, 0, 2, 2],
    ]

    /// An atom of a row, with what determines the spaces around it.
    struct Atom {
        var leading: AtomClass
        var trailing: AtomClass
        /// A binary operator without a left operand, such as the minus of a negative number.
        var isPrefix = false
    }

    /// The atoms of a row. Binary operators without an operand count as ordinary. Spaces are nil.
    ///
    /// - Parameter leading: The class of the atom before the row.
    static func atoms(of nodes: [Node], after leading: AtomClass?) -> [Atom?] {
        var atoms = nodes.map { node in node.sides.map { Atom(leading: $0.leading, trailing: $0.trailing) } }
        var last = leading
        var lastIndex: Int?
        func loseOperand() {
            if last == .binary, let lastIndex { atoms[lastIndex] = Atom(leading: .ordinary, trailing: .ordinary) }
        }
        for index in atoms.indices {
            guard let atom = atoms[index] else { continue }
            switch (atom.leading, last) {
            case (.binary, nil), (.binary, .binary), (.binary, .large), (.binary, .relation), (.binary, .opening),
                (.binary, .punctuation):
                atoms[index] = Atom(leading: .ordinary, trailing: .ordinary, isPrefix: true)
            case (.relation, _), (.closing, _), (.punctuation, _): loseOperand()
            default: break
            }
            last = atoms[index]?.trailing
            lastIndex = index
        }
        loseOperand()
        return atoms
    }
}

extension Node {
    /// The classes at the left and right side of this node; nil for a space.
    var sides: (leading: AtomClass, trailing: AtomClass)? {
        switch self {
        case .identifier, .number, .text, .group, .fraction, .root, .accent, .line, .phantom: (.ordinary, .ordinary)
        case .symbol(_, let atom, _), .classed(let atom, _), .delimiter(_, let atom, _): (atom, atom)
        case .function: (.large, .large)
        case .space, .length: nil
        case .scripts(let base, _, _, _), .stack(let base, _, _): base.sides ?? (.ordinary, .ordinary)
        case .arrow: (.relation, .relation)
        case .fenced: (.opening, .closing)
        case .table: (.inner, .inner)
        case .styled(_, let nodes):
            if let first = nodes.lazy.compactMap(\.sides).first,
                let last = nodes.reversed().lazy.compactMap(\.sides).first
            {
                (first.leading, last.trailing)
            } else {
                nil
            }
        }
    }

    /// True for an `<mo>`, also with scripts, whose attributes can hold the spaces around it.
    var isOperator: Bool {
        switch self {
        case .symbol, .delimiter: true
        case .scripts(let base, _, _, _), .stack(let base, _, _), .classed(_, let base): base.isOperator
        default: false
        }
    }
}
