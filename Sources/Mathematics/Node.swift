/// A part of a formula.
indirect enum Node {
    /// A letter, or a word of letters that are set close together.
    ///
    /// - Parameters:
    ///   - isUpright: Whether it is upright; a single letter is slanted by default.
    ///   - joins: Whether it forms one word with an adjacent letter of this kind.
    case identifier(String, isUpright: Bool, joins: Bool)
    case number(String)
    case symbol(String, AtomClass, limits: Limits)
    /// The name of a function.
    case function(Node, limits: Limits)
    /// A width in em, which may be negative.
    case space(Double)
    /// A length with its unit, as CSS writes it.
    case length(String)
    case text(String, TextStyle)
    /// The content of a pair of braces.
    case group([Node])
    /// A part with another class than its own.
    case classed(AtomClass, Node)
    case fraction(Node, Node, hasLine: Bool)
    case root(Node, index: Node?)
    case scripts(base: Node, sub: Node?, sup: Node?, limits: Limits)
    case accent(base: Node, mark: String, isStretchy: Bool, isUnder: Bool)
    /// A line over or under a part, as long as the part.
    case line(Node, isUnder: Bool)
    case stack(base: Node, over: Node?, under: Node?)
    /// An arrow as wide as the parts over and under it.
    case arrow(String, over: Node, under: Node?)
    /// Parts between delimiters of the same height. There is one more delimiter than parts; nil draws none.
    case fenced([[Node]], delimiters: [String?])
    /// A delimiter of a given height in em.
    case delimiter(String, AtomClass, size: Double)
    case table(Table)
    case phantom(Node, keepsWidth: Bool, keepsHeight: Bool)
    case styled(Style, [Node])
}

/// The class of an atom, which determines its distance to the next one: The TeXbook, chapter 17.
enum AtomClass: Int {
    case ordinary, large, binary, relation, opening, closing, punctuation, inner
}

/// Where the scripts of a symbol are placed.
enum Limits {
    case beside
    /// Above and below in a displayed formula, otherwise beside the symbol.
    case inDisplay
    case aboveAndBelow
}

/// The size style of a part.
enum Style {
    case display, text, script, scriptScript

    /// The style of this fraction's numerator and denominator.
    var inFraction: Style {
        switch self {
        case .display: .text
        case .text: .script
        default: .scriptScript
        }
    }

    var inScript: Style {
        switch self {
        case .display, .text: .script
        default: .scriptScript
        }
    }

    var isScript: Bool { self == .script || self == .scriptScript }
}

enum TextStyle {
    case plain, bold, italic, sansSerif, monospace
}

/// Rows and columns.
struct Table {
    enum Spacing {
        /// There is space between columns, and none at the outer edges.
        case matrix
        /// There is space between columns, and half of it at the outer edges.
        case array
        /// Columns form pairs: the first of a pair is aligned right, and the second is aligned left.
        case aligned
        /// A script with several lines.
        case stack
    }

    enum Alignment {
        case left, center, right
    }

    struct Row {
        var cells: [[Node]]
        var tag: Node?
        var hasLineAbove = false
        /// Additional space before the next row.
        var gap: String?
    }

    var rows: [Row]
    var spacing: Spacing
    var style: Style
    /// The alignment of each column. Further columns repeat the alignments from the start. Never empty.
    var alignments: [Alignment]
    /// The columns with a vertical line at their left; the column count stands for a line at the right edge.
    var verticalLines: Set<Int> = []
    var hasLineBelow = false
}
