/// A part of a formula.
indirect enum Node {
    /// A letter, or a word of letters that are set close together.
    ///
    /// - Parameters:
    ///   - isUpright: One letter is slanted otherwise.
    ///   - joins: It becomes one word with such a letter beside it.
    case identifier(String, isUpright: Bool, joins: Bool)
    case number(String)
    case symbol(String, AtomClass, limits: Limits)
    /// The name of a function.
    case function(Node, limits: Limits)
    /// A width in em, which may be negative.
    case space(Double)
    /// A length with its unit.
    case length(String)
    case text(String, TextStyle)
    /// What stands between braces.
    case group([Node])
    /// A part that counts as another class than its own.
    case classed(AtomClass, Node)
    case fraction(Node, Node, hasLine: Bool)
    case root(Node, index: Node?)
    case scripts(base: Node, sub: Node?, sup: Node?, limits: Limits)
    case accent(base: Node, mark: String, isStretchy: Bool, isUnder: Bool)
    /// A line over or under a part, as long as it.
    case line(Node, isUnder: Bool)
    case stack(base: Node, over: Node?, under: Node?)
    /// An arrow as wide as what stands over and under it.
    case arrow(String, over: Node, under: Node?)
    /// Parts between delimiters that are as high as they are. There is one delimiter more than parts; nil draws nothing.
    case fenced([[Node]], delimiters: [String?])
    /// A delimiter of a given height in em.
    case delimiter(String, AtomClass, size: Double)
    case table(Table)
    case phantom(Node, keepsWidth: Bool, keepsHeight: Bool)
    case styled(Style, [Node])
}

/// The kind of an atom, on which its distance to the next depends: The TeXbook, chapter 17.
enum AtomClass: Int {
    case ordinary, large, binary, relation, opening, closing, punctuation, inner
}

/// Where the scripts of a symbol stand.
enum Limits {
    case beside
    /// Above and below in a formula on a line of its own, else beside.
    case inDisplay
    case aboveAndBelow
}

/// The size of a part.
enum Style {
    case display, text, script, scriptScript

    /// The style of a numerator and a denominator.
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
        /// Columns have a distance, and the outer edges none.
        case matrix
        /// Columns have a distance, and the outer edges half of it.
        case array
        /// Columns belong together in pairs, one to the right and one to the left of a symbol.
        case aligned
        /// A script in several lines.
        case stack
    }

    enum Alignment {
        case left, center, right
    }

    struct Row {
        var cells: [[Node]]
        var tag: Node?
        var hasLineAbove = false
        /// Additional distance to the next row.
        var gap: String?
    }

    var rows: [Row]
    var spacing: Spacing
    var style: Style
    /// The alignment of each column; the columns after the last repeat it from the start. Never empty.
    var alignments: [Alignment]
    /// The columns that have a vertical line at their left; one more for a line at the right edge.
    var verticalLines: Set<Int> = []
    var hasLineBelow = false
}
