extension Parser {
    /// The node for a command and its arguments.
    mutating func node(_ command: Command, _ token: Token) throws(FormulaError) -> Node {
        switch command {
        case .fraction(let style):
            let fraction = Node.fraction(try argument(of: token), try argument(of: token), hasLine: true)
            return style.map { .styled($0, [fraction]) } ?? fraction
        case .binomial(let style):
            let fraction = Node.fraction(try argument(of: token), try argument(of: token), hasLine: false)
            let binomial = Node.fenced([[fraction]], delimiters: ["(", ")"])
            return style.map { .styled($0, [binomial]) } ?? binomial
        case .root:
            let index = try optionalArgument()
            return .root(try argument(of: token), index: index)
        case .font(let new): return try argument(of: token, in: new, isBold: isBold)
        case .boldSymbol: return try argument(of: token, in: font, isBold: true)
        case .text(let style): return try text(after: token, style: style)
        case .operatorName:
            let limits = current.kind == .scalar("*") ? Limits.inDisplay : .beside
            if limits == .inDisplay { index += 1 }
            return .function(try argument(of: token, in: .roman, isBold: false, isNaming: true), limits: limits)
        case .accent(let mark, let isStretchy, let isUnder):
            return .accent(base: try argument(of: token), mark: mark, isStretchy: isStretchy, isUnder: isUnder)
        case .line(let isUnder): return .line(try argument(of: token), isUnder: isUnder)
        case .overset:
            let over = try argument(of: token)
            return .stack(base: try argument(of: token).content, over: over, under: nil)
        case .underset:
            let under = try argument(of: token)
            return .stack(base: try argument(of: token).content, over: nil, under: under)
        case .stackrel:
            let over = try argument(of: token)
            return .classed(.relation, .stack(base: try argument(of: token).content, over: over, under: nil))
        case .arrow(let arrow):
            let under = try optionalArgument()
            return .arrow(arrow, over: try argument(of: token), under: under)
        case .classed(let atom): return .classed(atom, try argument(of: token).content)
        case .space(let width): return .space(width)
        case .horizontalSpace:
            let (text, range) = try word(after: token)
            return .length(try length(text, range))
        case .big(let atom, let size):
            return try delimiter(after: token).map { .delimiter($0, atom, size: size) } ?? .group([])
        case .left: return try fenced(token)
        case .begin: return try environment(token)
        case .parenthesizedModulus:
            let modulus = try argument(of: token)
            return .group([
                .space(1), .symbol("(", .opening, limits: .beside), .identifier("mod", isUpright: true, joins: false),
                .space(1.0 / 3), modulus, .symbol(")", .closing, limits: .beside),
            ])
        case .not:
            switch try argument(of: token).content {
            case .symbol(let text, let atom, _):
                return .symbol(SymbolTable.negations[text] ?? text + "\u{338}", atom, limits: .beside)
            case .identifier(let text, let isUpright, _):
                return .identifier(text + "\u{338}", isUpright: isUpright, joins: false)
            default: throw token.error(.notNegatable)
            }
        case .dots: return dots()
        case .substack: return try substack(token)
        case .phantom(let keepsWidth, let keepsHeight):
            return .phantom(try argument(of: token), keepsWidth: keepsWidth, keepsHeight: keepsHeight)
        case .style, .unnumbered, .ending: throw token.error(.missingArgument(of: token.text))
        case .tag: throw token.error(.misplacedTag)
        case .limits: throw token.error(.limitsWithoutOperator(token.text))
        case .rowLine: throw token.error(.misplacedLine)
        }
    }

    /// Reads an argument in a font.
    private mutating func argument(
        of token: Token, in font: Font, isBold: Bool, isNaming: Bool = false
    ) throws(FormulaError) -> Node {
        let outer = (self.font, self.isBold, self.isNaming)
        (self.font, self.isBold, self.isNaming) = (font, isBold, isNaming)
        defer { (self.font, self.isBold, self.isNaming) = outer }
        let node = try argument(of: token)
        if case .identifier(let text, let isUpright, _) = node {
            return .identifier(text, isUpright: isUpright, joins: false)
        }
        return node
    }

    /// Dots on the baseline, or centred dots before a symbol that requires them.
    private mutating func dots() -> Node {
        var following: Symbol?
        switch peek().kind {
        case .command(let name): following = SymbolTable.commands[name]
        case .scalar(let scalar): following = SymbolTable.characters[scalar]
        default: break
        }
        switch following?.role {
        case .symbol(.binary, _), .symbol(.relation, _): return .symbol("⋯", .inner, limits: .beside)
        default: return .symbol("…", .inner, limits: .beside)
        }
    }

    // MARK: - Delimiters

    /// Reads a delimiter; nil for a point, which stands for no delimiter.
    private mutating func delimiter(after command: Token) throws(FormulaError) -> String? {
        let token = peek()
        if take(.scalar(".")) { return nil }
        guard let delimiter = SymbolTable.delimiters[token.text] else {
            let isMissing = token.kind == .end
            throw (isMissing ? command : token).error(
                .notADelimiter(after: command.text, found: isMissing ? nil : token.text))
        }
        index += 1
        return delimiter
    }

    /// Reads the part after `\left`.
    private mutating func fenced(_ left: Token) throws(FormulaError) -> Node {
        var delimiters = [try delimiter(after: left)]
        var parts: [[Node]] = []
        while true {
            parts.append(try nested(at: left) { parser throws(FormulaError) in try parser.row() })
            let token = peek()
            guard token.kind == .command("right") || token.kind == .command("middle") else {
                throw left.error(.leftWithoutRight)
            }
            index += 1
            delimiters.append(try delimiter(after: token))
            if token.kind == .command("right") { return .fenced(parts, delimiters: delimiters) }
        }
    }

    // MARK: - Lengths

    /// A length in a unit that CSS also has.
    ///
    /// - Parameter range: Its bytes, brackets included.
    func length(_ text: String, _ range: Range<Int>) throws(FormulaError) -> String {
        let words = text.split(separator: " ").joined()
        let number = words.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
        let unit = String(words.dropFirst(number.count))
        guard let value = Double(number), abs(value) < 1000,
            ["em", "ex", "pt", "cm", "mm", "in", "px", "mu"].contains(unit)
        else {
            throw FormulaError(.badLength(text), start: range.lowerBound, length: range.count)
        }
        return unit == "mu" ? "\((value / 18).shortened)em" : "\(value.shortened)\(unit)"
    }
}

extension Node {
    /// The only part of a group, or otherwise the node itself.
    fileprivate var content: Node {
        if case .group(let nodes) = self, nodes.count == 1 { return nodes[0] }
        return self
    }
}
