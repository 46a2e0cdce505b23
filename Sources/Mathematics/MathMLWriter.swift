/// Writes MathML Core.
///
/// Spaces are written only where a browser would choose another one by default. MathML's defaults mostly equal TeX's, but not in scripts.
struct MathMLWriter {
    var xml = ""

    /// A complete `<math>` element.
    static func document(_ root: Node, tex: String, isDisplay: Bool) -> String {
        var writer = MathMLWriter()
        writer.xml =
            "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"\(isDisplay ? " display=\"block\"" : "")><semantics>"
        writer.element(root, isDisplay ? .display : .text)
        writer.xml += "<annotation encoding=\"application/x-tex\">\(tex.escaped)</annotation></semantics></math>"
        return writer.xml
    }

    /// What an operator's attributes depend on at its place in a row.
    struct Place {
        /// Spaces in eighteenths of an em.
        var left = 0
        var right = 0
        var isPrefix = false
        /// The limits stay above and below where a browser would move them.
        var keepsLimits = false
        /// Whether a browser can see that the operator is between two operands.
        var isBetween = false
    }

    // MARK: - Rows

    /// Writes one element.
    mutating func element(_ node: Node, _ style: Style) {
        if case .group(let nodes) = node { group(nodes, style) } else { row([node], style) }
    }

    private mutating func group(_ nodes: [Node], _ style: Style) {
        if nodes.count == 1 { return row(nodes, style) }
        xml += "<mrow>"
        row(nodes, style)
        xml += "</mrow>"
    }

    /// Writes an element for each node, and one for each space that cannot be part of an operator.
    ///
    /// - Parameter leading: The class of the atom before the row, if any.
    mutating func row(_ nodes: [Node], _ style: Style, after leading: AtomClass? = nil) {
        let atoms = Spacing.atoms(of: nodes, after: leading)
        var places = [Place](repeating: Place(), count: nodes.count)
        var spaces = [Int](repeating: 0, count: nodes.count)
        var last = leading
        var lastIndex: Int?
        for (index, atom) in atoms.enumerated() {
            places[index].isBetween = index > 0 && index < nodes.count - 1
            guard let atom else { continue }
            places[index].isPrefix = atom.isPrefix && index < nodes.count - 1
            if let last {
                let distance = Spacing.distance(from: last, to: atom.leading, in: style)
                let lastOperator = lastIndex.flatMap { nodes[$0].isOperator ? $0 : nil }
                if let lastOperator, [.relation, .binary, .large, .punctuation].contains(last) {
                    places[lastOperator].right = distance
                } else if nodes[index].isOperator {
                    places[index].left = distance
                } else if let lastOperator {
                    places[lastOperator].right = distance
                } else {
                    spaces[index] = distance
                }
            }
            last = atom.trailing
            lastIndex = index
        }
        for index in nodes.indices {
            if spaces[index] > 0 { space(Double(spaces[index]) / 18) }
            write(nodes[index], style, places[index])
        }
    }

    // MARK: - Nodes

    private mutating func write(_ node: Node, _ style: Style, _ place: Place) {
        switch node {
        case .identifier(let text, let isUpright, _):
            let isPlain = isUpright && text.unicodeScalars.count == 1 && text.unicodeScalars.first!.isSlantedByItself
            leaf("mi", isPlain ? " mathvariant=\"normal\"" : "", text)
        case .number(let text): leaf("mn", "", text)
        case .symbol(let text, let atom, _): symbol(text, atom, place)
        case .function(let name, _): element(name, style)
        case .space(let width): space(width)
        case .length(let length): space(length)
        case .text(let text, let style): leaf("mtext", style.attribute, text)
        case .group(let nodes): group(nodes, style)
        case .classed(_, let node): write(node, style, place)
        case .fraction(let numerator, let denominator, let hasLine):
            wrap("mfrac", hasLine ? "" : " linethickness=\"0\"") { writer in
                writer.element(numerator, style.inFraction)
                writer.element(denominator, style.inFraction)
            }
        case .root(let radicand, let index):
            wrap(index == nil ? "msqrt" : "mroot") { writer in
                writer.element(radicand, style)
                if let index { writer.element(index, .scriptScript) }
            }
        case .scripts(let base, let sub, let sup, let limits):
            let isBeside = limits == .beside || (limits == .inDisplay && style != .display)
            var place = place
            place.isBetween = false
            place.keepsLimits = !isBeside && style != .display
            scripts(
                sub, sup, isBeside ? ["msub", "msup", "msubsup"] : ["munder", "mover", "munderover"], style.inScript
            ) { writer in writer.write(base, style, place) }
        case .stack(let base, let over, let under):
            var place = place
            place.isBetween = false
            scripts(under, over, ["munder", "mover", "munderover"], style.inScript) { writer in
                writer.write(base, style, place)
            }
        case .arrow(let arrow, let over, let under):
            func padded(_ node: Node) -> Node { .group([.space(0.4), node, .space(0.4)]) }
            scripts(under.map(padded), padded(over), ["munder", "mover", "munderover"], style.inScript) { writer in
                writer.leaf("mo", " stretchy=\"true\" lspace=\"0\" rspace=\"0\"", arrow)
            }
        case .accent(let base, let mark, let isStretchy, let isUnder):
            wrap(isUnder ? "munder" : "mover", isUnder ? " accentunder=\"true\"" : " accent=\"true\"") { writer in
                writer.element(base, style)
                // Chromium places marks directly on the letter, and an arrow is wider than most letters.
                let css = isStretchy ? "" : " style=\"\(mark == "→" ? "font-size:70%;" : "")padding-bottom:0.07em\""
                writer.leaf("mo", " stretchy=\"\(isStretchy)\"\(css)", mark)
            }
        case .line(let node, let isUnder):
            // No character is stretched to a line in all browsers with all fonts.
            let side = isUnder ? "bottom" : "top"
            wrap("mrow", " style=\"border-\(side):0.06em solid;padding-\(side):0.12em\"") { $0.element(node, style) }
        case .fenced(let parts, let delimiters):
            wrap("mrow") { writer in
                for (index, delimiter) in delimiters.enumerated() {
                    let form = index == 0 ? "prefix" : index == parts.count ? "postfix" : "infix"
                    if let delimiter {
                        writer.leaf(
                            "mo", " form=\"\(form)\" stretchy=\"true\" symmetric=\"true\" lspace=\"0\" rspace=\"0\"",
                            delimiter)
                    }
                    if index < parts.count { writer.row(parts[index], style) }
                }
            }
        case .delimiter(let text, _, let size):
            let size = "\(size.shortened)em"
            leaf(
                "mo",
                " stretchy=\"true\" symmetric=\"true\" minsize=\"\(size)\" maxsize=\"\(size)\""
                    + " lspace=\"\(place.left.asWidth)\" rspace=\"\(place.right.asWidth)\"", text)
        case .table(let table): write(table)
        case .phantom(let node, let keepsWidth, let keepsHeight):
            let attributes = keepsWidth ? " height=\"0\" depth=\"0\"" : " width=\"0\""
            if keepsWidth && keepsHeight {
                wrap("mphantom") { $0.element(node, style) }
            } else {
                wrap("mpadded", attributes) { $0.wrap("mphantom") { $0.element(node, style) } }
            }
        case .styled(let style, let nodes): wrap("mstyle", style.attributes) { $0.row(nodes, style) }
        }
    }

    /// Writes a base with scripts.
    ///
    /// - Parameter names: The elements for a lower script, an upper one, and both.
    private mutating func scripts(
        _ lower: Node?, _ upper: Node?, _ names: [String], _ style: Style, base: (inout MathMLWriter) -> Void
    ) {
        wrap(names[lower == nil ? 1 : upper == nil ? 0 : 2]) { writer in
            base(&writer)
            if let lower { writer.element(lower, style) }
            if let upper { writer.element(upper, style) }
        }
    }

    private mutating func symbol(_ text: String, _ atom: AtomClass, _ place: Place) {
        var attributes = ""
        let known = place.isPrefix ? nil : knownDistances(text, atom, place)
        if place.isPrefix { attributes += " form=\"prefix\"" }
        if text.unicodeScalars.contains(where: \.stretchesByItself) { attributes += " stretchy=\"false\"" }
        if place.left != known?.left { attributes += " lspace=\"\(place.left.asWidth)\"" }
        if place.right != known?.right { attributes += " rspace=\"\(place.right.asWidth)\"" }
        // Firefox treats them as the large operators that look alike.
        if atom == .binary, text.unicodeScalars.allSatisfy({ ("⊕"..."⊝").contains($0) }) {
            attributes += " largeop=\"false\""
        }
        if place.keepsLimits { attributes += " movablelimits=\"false\"" }
        leaf("mo", attributes, text)
    }

    /// The spaces that browsers choose for an operator; nil if browsers may differ.
    private func knownDistances(_ text: String, _ atom: AtomClass, _ place: Place) -> (left: Int, right: Int)? {
        switch (text, atom) {
        case ("(", _), (")", _), ("[", _), ("]", _), ("{", _), ("}", _): (0, 0)
        case ("+", .binary), ("−", .binary): place.isBetween ? (4, 4) : nil
        case (",", .punctuation): place.isBetween ? (0, 3) : nil
        case ("=", _), ("<", _), (">", _), ("≤", _), ("≥", _), ("≈", _), ("∈", _), ("→", _): (5, 5)
        default: nil
        }
    }

    // MARK: - Elements

    mutating func wrap(_ name: String, _ attributes: String = "", _ content: (inout MathMLWriter) -> Void) {
        xml += "<\(name)\(attributes)>"
        content(&self)
        xml += "</\(name)>"
    }

    private mutating func leaf(_ name: String, _ attributes: String, _ text: String) {
        xml += "<\(name)\(attributes)>\(text.escaped)</\(name)>"
    }

    private mutating func space(_ width: Double) { space("\(width.shortened)em") }

    /// Writes a space. A negative one must be a margin.
    private mutating func space(_ width: String) {
        xml += width.hasPrefix("-") ? "<mspace style=\"margin-left:\(width)\"/>" : "<mspace width=\"\(width)\"/>"
    }
}

// MARK: - Attributes

extension Style {
    fileprivate var attributes: String {
        switch self {
        case .display: " displaystyle=\"true\" scriptlevel=\"0\""
        case .text: " displaystyle=\"false\" scriptlevel=\"0\""
        case .script: " displaystyle=\"false\" scriptlevel=\"1\""
        case .scriptScript: " displaystyle=\"false\" scriptlevel=\"2\""
        }
    }
}

extension TextStyle {
    fileprivate var attribute: String {
        switch self {
        case .plain: ""
        case .bold: " style=\"font-weight:bold\""
        case .italic: " style=\"font-style:italic\""
        case .sansSerif: " style=\"font-family:sans-serif\""
        case .monospace: " style=\"font-family:monospace\""
        }
    }
}

extension Unicode.Scalar {
    /// True for a letter that browsers slant if it is alone in an `<mi>`.
    fileprivate var isSlantedByItself: Bool {
        isASCIILetter || ("Α"..."ϵ").contains(self) || self == "∇" || self == "∂" || self == "ı" || self == "ȷ"
    }

    /// True for a symbol that browsers stretch to the height or width of the parts beside, over or under it.
    fileprivate var stretchesByItself: Bool {
        switch self {
        case "(", ")", "[", "]", "{", "}", "|", "/", "\\", "‖", "∣", "∥", "√", "⌈"..."⌋", "⟦"..."⟯", "←"..."⇿",
            "⟵"..."⟿":
            true
        default: false
        }
    }
}

extension Int {
    /// A width in em, from eighteenths of an em.
    fileprivate var asWidth: String { self == 0 ? "0" : "\((Double(self) / 18).shortened)em" }
}

extension Double {
    /// The number with at most four digits after the point.
    var shortened: String {
        let scaled = Int(magnitude * 10_000 + 0.5)
        let digits = String(scaled % 10_000 + 10_000).dropFirst()
        let fraction = digits.prefix(
            digits.lastIndex { $0 != "0" }.map { digits.distance(from: digits.startIndex, to: $0) + 1 } ?? 0)
        return (self < 0 && scaled > 0 ? "-" : "") + String(scaled / 10_000) + (fraction.isEmpty ? "" : ".") + fraction
    }
}

extension String {
    /// The text escaped as the content of an element.
    fileprivate var escaped: String {
        var text = ""
        for scalar in unicodeScalars {
            // A combining mark must not combine with the end of the tag before it.
            if text.isEmpty, scalar.properties.isGraphemeExtend {
                text = "&#\(scalar.value);"
                continue
            }
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
