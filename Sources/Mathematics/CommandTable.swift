/// The meaning of a command that represents more than one symbol.
enum Command {
    /// A fraction in the given style; nil for the style of its place.
    case fraction(Style?)
    case binomial(Style?)
    case root
    case font(Font)
    case boldSymbol
    case text(TextStyle)
    case operatorName
    case accent(String, isStretchy: Bool, isUnder: Bool)
    case line(isUnder: Bool)
    case overset, underset, stackrel
    case arrow(String)
    case classed(AtomClass)
    case space(Double)
    case horizontalSpace
    case big(AtomClass, size: Double)
    case left, begin
    case parenthesizedModulus
    case not
    case dots
    case substack
    case tag
    case phantom(keepsWidth: Bool, keepsHeight: Bool)
    case style(Style)
    /// It has no effect, because formulas are not numbered automatically.
    case unnumbered
    /// It ends a part that another command has begun.
    case ending
    /// It applies to the atom before it.
    case limits
    case rowLine

    /// A space in eighteenths of an em.
    private static func mu(_ count: Double) -> Command { .space(count / 18) }

    /// Commands by their names without the backslash.
    static let table: [String: Command] = [
        " ": .space(1.0 / 3), "!": mu(-3), ",": mu(3), ":": mu(4), ";": mu(5), ">": mu(4), "\\": .ending,
        "Big": .big(.ordinary, size: 1.8), "Bigg": .big(.ordinary, size: 3), "Biggl": .big(.opening, size: 3),
        "Biggm": .big(.relation, size: 3), "Biggr": .big(.closing, size: 3), "Bigl": .big(.opening, size: 1.8),
        "Bigm": .big(.relation, size: 1.8), "Bigr": .big(.closing, size: 1.8),
        "acute": .accent("´", isStretchy: false, isUnder: false),
        "bar": .accent("¯", isStretchy: false, isUnder: false),
        "begin": .begin, "big": .big(.ordinary, size: 1.2), "bigg": .big(.ordinary, size: 2.4),
        "biggl": .big(.opening, size: 2.4), "biggm": .big(.relation, size: 2.4), "biggr": .big(.closing, size: 2.4),
        "bigl": .big(.opening, size: 1.2), "bigm": .big(.relation, size: 1.2), "bigr": .big(.closing, size: 1.2),
        "binom": .binomial(nil), "bm": .boldSymbol, "boldsymbol": .boldSymbol,
        "breve": .accent("˘", isStretchy: false, isUnder: false), "cfrac": .fraction(.display),
        "check": .accent("ˇ", isStretchy: false, isUnder: false), "cr": .ending, "dbinom": .binomial(.display),
        "ddot": .accent("¨", isStretchy: false, isUnder: false), "dfrac": .fraction(.display),
        "displaystyle": .style(.display), "dot": .accent("˙", isStretchy: false, isUnder: false), "dots": .dots,
        "end": .ending,
        "enspace": .space(0.5), "frac": .fraction(nil), "grave": .accent("`", isStretchy: false, isUnder: false),
        "hat": .accent("ˆ", isStretchy: false, isUnder: false), "hline": .rowLine,
        "hphantom": .phantom(keepsWidth: true, keepsHeight: false), "hspace": .horizontalSpace, "left": .left,
        "limits": .limits, "mathbb": .font(.doubleStruck), "mathbf": .font(.bold), "mathbin": .classed(.binary),
        "mathcal": .font(.script), "mathclose": .classed(.closing), "mathfrak": .font(.fraktur),
        "mathit": .font(.italic), "mathop": .classed(.large), "mathopen": .classed(.opening),
        "mathord": .classed(.ordinary), "mathpunct": .classed(.punctuation), "mathrel": .classed(.relation),
        "mathring": .accent("˚", isStretchy: false, isUnder: false), "mathrm": .font(.roman), "mathscr": .font(.script),
        "mathsf": .font(.sansSerif), "mathtt": .font(.monospace), "mbox": .text(.plain), "medspace": mu(4),
        "middle": .ending, "negthinspace": mu(-3), "nolimits": .limits, "nonumber": .unnumbered, "not": .not,
        "notag": .unnumbered, "operatorname": .operatorName,
        "overbrace": .accent("⏞", isStretchy: true, isUnder: false),
        "overleftarrow": .accent("←", isStretchy: true, isUnder: false),
        "overline": .line(isUnder: false),
        "overrightarrow": .accent("→", isStretchy: true, isUnder: false), "overset": .overset,
        "phantom": .phantom(keepsWidth: true, keepsHeight: true), "pmod": .parenthesizedModulus, "qquad": .space(2),
        "quad": .space(1), "right": .ending, "scriptscriptstyle": .style(.scriptScript), "scriptstyle": .style(.script),
        "sqrt": .root, "stackrel": .stackrel, "substack": .substack, "tag": .tag, "tbinom": .binomial(.text),
        "text": .text(.plain), "textbf": .text(.bold), "textit": .text(.italic), "textnormal": .text(.plain),
        "textrm": .text(.plain), "textsf": .text(.sansSerif), "textstyle": .style(.text), "texttt": .text(.monospace),
        "tfrac": .fraction(.text), "thickspace": mu(5), "thinspace": mu(3),
        "tilde": .accent("˜", isStretchy: false, isUnder: false),
        "underbrace": .accent("⏟", isStretchy: true, isUnder: true),
        "underline": .line(isUnder: true), "underset": .underset,
        "vec": .accent("→", isStretchy: false, isUnder: false),
        "vphantom": .phantom(keepsWidth: false, keepsHeight: true),
        "widehat": .accent("\u{302}", isStretchy: true, isUnder: false),
        "widetilde": .accent("˜", isStretchy: true, isUnder: false),
        "xleftarrow": .arrow("←"), "xrightarrow": .arrow("→"),
    ]
}

/// An environment between `\begin` and `\end`.
struct Environment {
    var spacing = Table.Spacing.matrix
    var style = Style.text
    var alignments = [Table.Alignment.center]
    /// The delimiters at both sides; nil for none.
    var delimiters: [String?]?
    var columnLimit: Int?
    var takesColumnLetters = false
    /// Whether a row may have a number of its own.
    var takesTags = false

    private static func matrix(_ left: String?, _ right: String?) -> Environment {
        Environment(delimiters: [left, right])
    }

    private static func aligned(columns: Int? = nil, takesTags: Bool = true) -> Environment {
        Environment(
            spacing: .aligned, style: .display, alignments: columns == 1 ? [.center] : [.right, .left],
            columnLimit: columns,
            takesTags: takesTags)
    }

    private static func cases(_ style: Style) -> Environment {
        Environment(style: style, alignments: [.left], delimiters: ["{", nil], columnLimit: 2)
    }

    static let table: [String: Environment] = [
        "Bmatrix": matrix("{", "}"), "Vmatrix": matrix("‖", "‖"), "align": aligned(), "align*": aligned(),
        "aligned": aligned(takesTags: false), "array": Environment(spacing: .array, takesColumnLetters: true),
        "bmatrix": matrix("[", "]"), "cases": cases(.text), "dcases": cases(.display), "gather": aligned(columns: 1),
        "gather*": aligned(columns: 1), "gathered": aligned(columns: 1, takesTags: false), "matrix": Environment(),
        "pmatrix": matrix("(", ")"), "smallmatrix": Environment(style: .script),
        "split": aligned(columns: 2, takesTags: false),
        "vmatrix": matrix("|", "|"),
    ]
}
