import FileKinds

/// Reads a formula by recursive descent with one token of lookahead.
struct Parser {
    private let tokens: [Token]
    private let isDisplay: Bool
    /// The index of the next token.
    var index = 0
    /// The number of open parts.
    private var depth = 0

    var font = Font.normal
    var isBold = false
    /// Whether the parser is inside `\operatorname`, where a hyphen is a hyphen rather than a minus sign.
    var isNaming = false
    /// Whether `]` ends the part.
    private var stopsAtBracket = false
    /// Whether `\tag` is allowed here.
    private var takesTag: Bool
    private var tag: Node?

    /// The maximum nesting depth, so that no input exhausts the stack, here or in a browser.
    static let depthLimit = 64

    private init(_ tokens: [Token], isDisplay: Bool) {
        self.tokens = tokens
        self.isDisplay = isDisplay
        takesTag = isDisplay
    }

    /// Reads a whole formula.
    static func parse(_ tex: String, isDisplay: Bool) throws(FormulaError) -> Node {
        var parser = Parser(try Token.tokens(of: tex), isDisplay: isDisplay)
        let nodes = try parser.row()
        let token = parser.peek()
        guard token.kind == .end else { throw parser.unexpected(token) }
        guard !nodes.isEmpty else { throw FormulaError(.empty, start: 0, length: tex.utf8.count) }
        if let tag = parser.tag { return .group(nodes + [.space(2), tag]) }
        return .group(nodes)
    }

    // MARK: - Tokens

    /// The next token that is not a blank.
    mutating func peek() -> Token {
        while tokens[index].kind == .blank { index += 1 }
        return tokens[index]
    }

    /// The next token, which may be a blank.
    var current: Token { tokens[index] }

    mutating func next() -> Token {
        let token = tokens[index]
        if token.kind != .end { index += 1 }
        return token
    }

    /// Takes the next token if it is this one.
    mutating func take(_ kind: Token.Kind) -> Bool {
        guard peek().kind == kind else { return false }
        index += 1
        return true
    }

    /// True for a token that ends a row of an open part.
    private func endsRow(_ token: Token) -> Bool {
        switch token.kind {
        case .end, .scalar("}"), .scalar("&"), .scalar("$"): true
        case .scalar("]"): stopsAtBracket
        case .command(let name): if case .ending = Command.table[name] { true } else { false }
        default: false
        }
    }

    /// True for a token that may end a part around the current one.
    func closesOuterPart(_ token: Token) -> Bool {
        depth > 0 && [.command("end"), .command("right"), .scalar("}")].contains(token.kind)
    }

    /// The error for a token that ends something which was not begun.
    private func unexpected(_ token: Token) -> FormulaError {
        switch token.kind {
        case .scalar("}"): token.error(.unopenedBrace)
        case .scalar("&"): token.error(.ampersandOutsideTable)
        case .scalar(let scalar): token.error(.unexpectedCharacter(scalar))
        case .command("right"): token.error(.rightWithoutLeft)
        case .command("middle"): token.error(.middleWithoutLeft)
        case .command("end"): token.error(.endWithoutBegin)
        default: token.error(.rowBreakOutsideTable)
        }
    }

    // MARK: - Rows, groups and arguments

    /// Reads a part within another one.
    mutating func nested<Result>(
        at token: Token, stopsAtBracket: Bool = false, takesTag: Bool = false,
        _ body: (inout Parser) throws(FormulaError) -> Result
    ) throws(FormulaError) -> Result {
        guard depth < Parser.depthLimit else { throw token.error(.tooDeep(limit: Parser.depthLimit)) }
        let outer = (self.stopsAtBracket, self.takesTag)
        depth += 1
        (self.stopsAtBracket, self.takesTag) = (stopsAtBracket, takesTag && isDisplay)
        defer {
            depth -= 1
            (self.stopsAtBracket, self.takesTag) = outer
        }
        return try body(&self)
    }

    /// Reads atoms with their scripts, up to the end of the part.
    mutating func row() throws(FormulaError) -> [Node] {
        var nodes: [Node] = []
        /// The letters read so far that form a word.
        var word = ""
        func endWord() {
            if !word.isEmpty { nodes.append(.identifier(word, isUpright: true, joins: true)) }
            word = ""
        }
        while true {
            let token = peek()
            if endsRow(token) {
                endWord()
                return nodes
            }
            guard let node = try item(token) else { continue }
            if case .identifier(let text, _, joins: true) = node {
                word += text
            } else {
                endWord()
                nodes.append(node)
            }
        }
    }

    /// Reads an atom with its scripts, or an item without scripts; nil for a command that draws nothing itself.
    private mutating func item(_ token: Token) throws(FormulaError) -> Node? {
        switch token.kind {
        case .scalar("^"), .scalar("_"), .scalar("'"): return try scripts(on: .group([]))
        case .command(let name):
            switch Command.table[name] {
            case .tag:
                index += 1
                try readTag(token)
                return nil
            case .unnumbered:
                index += 1
                return nil
            case .style(let style):
                index += 1
                let isOpen = (stopsAtBracket, takesTag)
                return .styled(
                    style,
                    try nested(at: token, stopsAtBracket: isOpen.0, takesTag: isOpen.1) {
                        parser throws(FormulaError) in try parser.row()
                    })
            case .space(let width):
                index += 1
                return .space(width)
            default: break
            }
        default: break
        }
        if let number = number() { return try scripts(on: number) }
        return try scripts(on: try atom())
    }

    /// Reads the `{…}` that begins here.
    mutating func group() throws(FormulaError) -> Node {
        let open = next()
        let nodes = try nested(at: open) { parser throws(FormulaError) in try parser.row() }
        let close = peek()
        guard close.kind == .scalar("}") else {
            throw close.kind == .end || closesOuterPart(close) ? open.error(.unclosedBrace) : unexpected(close)
        }
        index += 1
        return nodes.count == 1 ? nodes[0].ungrouped : .group(nodes)
    }

    /// Reads a group or a single atom.
    mutating func argument(of command: Token) throws(FormulaError) -> Node {
        let token = peek()
        switch token.kind {
        case .scalar("{"): return try group()
        case .scalar("^"), .scalar("_"), .scalar("'"): throw command.error(.missingArgument(of: command.text))
        default:
            guard !endsRow(token) else { throw command.error(.missingArgument(of: command.text)) }
            return try nested(at: token) { parser throws(FormulaError) in try parser.atom() }
        }
    }

    /// Reads `[…]` if it comes next.
    mutating func optionalArgument() throws(FormulaError) -> Node? {
        let open = peek()
        guard open.kind == .scalar("[") else { return nil }
        index += 1
        let nodes = try nested(at: open, stopsAtBracket: true) { parser throws(FormulaError) in try parser.row() }
        guard take(.scalar("]")) else { throw open.error(.unclosedBracket) }
        return .group(nodes)
    }

    /// Reads the text between braces unchanged.
    mutating func word(after command: Token) throws(FormulaError) -> (text: String, range: Range<Int>) {
        let open = peek()
        guard take(.scalar("{")) else { throw command.error(.missingBrace(after: command.text)) }
        let start = index
        while current.kind != .scalar("}") {
            guard current.kind != .end else { throw open.error(.unclosedBrace) }
            index += 1
        }
        let text = tokens[start..<index].map(\.text).joined()
        index += 1
        return (text, open.range.lowerBound..<tokens[index - 1].range.upperBound)
    }

    // MARK: - Scripts

    /// Reads the scripts and primes after an atom, in any order.
    private mutating func scripts(on base: Node) throws(FormulaError) -> Node {
        var sub: Node?
        var sup: Node?
        var primes = 0
        var limits = base.limits
        while true {
            let token = peek()
            switch token.kind {
            case .command("limits"), .command("nolimits"):
                guard limits != nil else { throw token.error(.limitsWithoutOperator(token.text)) }
                index += 1
                limits = token.kind == .command("limits") ? .aboveAndBelow : .beside
            case .scalar("'"):
                guard sup == nil else { throw token.error(.doubleSuperscript) }
                index += 1
                primes += 1
            case .scalar("^"):
                guard sup == nil else { throw token.error(.doubleSuperscript) }
                index += 1
                sup = try argument(of: token)
            case .scalar("_"):
                guard sub == nil else { throw token.error(.doubleSubscript) }
                index += 1
                sub = try argument(of: token)
            default:
                if primes > 0 {
                    let mark = Node.symbol(Parser.primes(primes), .ordinary, limits: .beside)
                    sup = sup.map { .group([mark, $0]) } ?? mark
                }
                guard sub != nil || sup != nil else { return base }
                return .scripts(base: base, sub: sub, sup: sup, limits: limits ?? .beside)
            }
        }
    }

    private static func primes(_ count: Int) -> String {
        switch count {
        case 2: "″"
        case 3: "‴"
        case 4: "⁗"
        default: String(repeating: "′", count: count)
        }
    }

    // MARK: - Single characters

    /// Reads digits with a decimal point as one number.
    private mutating func number() -> Node? {
        let start = index
        var end = start
        while case .scalar(let scalar) = tokens[end].kind, scalar.isDigit { end += 1 }
        if tokens[end].kind == .scalar("."), case .scalar(let digit) = tokens[end + 1].kind, digit.isDigit {
            end += 1
            while case .scalar(let scalar) = tokens[end].kind, scalar.isDigit { end += 1 }
        }
        guard end > start else { return nil }
        index = end
        return number(tokens[start..<end])
    }

    private func number(_ tokens: ArraySlice<Token>) -> Node {
        let alphabet = Alphabet(font, isBold: isBold, isUpright: true)
        var text = ""
        for token in tokens {
            if case .scalar(let scalar) = token.kind { text.unicodeScalars.append(alphabet?[scalar] ?? scalar) }
        }
        return .number(text)
    }

    /// Reads one character, or a command with its arguments. The next token must not end a row.
    private mutating func atom() throws(FormulaError) -> Node {
        let token = peek()
        guard !endsRow(token) else { throw unexpected(token) }
        if token.kind == .scalar("{") { return try group() }
        index += 1
        switch token.kind {
        case .command(let name):
            if let symbol = SymbolTable.commands[name] { return node(symbol) }
            guard let command = Command.table[name] else {
                let names = [String](SymbolTable.commands.keys) + Command.table.keys
                throw token.error(.unknownCommand(name, nearest: names.sorted().allNearest(to: name)))
            }
            return try self.node(command, token)
        case .scalar("~"): return .space(1.0 / 3)
        case .scalar(let scalar):
            if scalar.isDigit { return number(tokens[index - 1..<index]) }
            if isNaming, scalar == "-" || scalar == "*" {
                return .identifier(String(scalar), isUpright: true, joins: true)
            }
            if let symbol = SymbolTable.characters[scalar] { return node(symbol) }
            guard scalar.isLetter else { throw token.error(.unexpectedCharacter(scalar)) }
            return letter(scalar, isUpright: false)
        case .blank, .end: throw unexpected(token)
        }
    }

    private func letter(_ scalar: Unicode.Scalar, isUpright: Bool) -> Node {
        let alphabet = Alphabet(font, isBold: isBold, isUpright: isUpright)
        return .identifier(
            String(alphabet?[scalar] ?? scalar), isUpright: isUpright || font != .normal,
            joins: font.makesWords && scalar.isLetter)
    }

    func node(_ symbol: Symbol) -> Node {
        switch symbol.role {
        case .letter, .uprightLetter:
            var isUpright = false
            if case .uprightLetter = symbol.role { isUpright = true }
            guard let scalar = symbol.text.unicodeScalars.first else { return .group([]) }
            return letter(scalar, isUpright: isUpright)
        case .function(let limits):
            return .function(.identifier(symbol.text, isUpright: true, joins: false), limits: limits)
        case .symbol(let atom, let limits): return .symbol(symbol.text, atom, limits: limits)
        }
    }

    // MARK: - Numbers of formulas

    private mutating func readTag(_ command: Token) throws(FormulaError) {
        guard takesTag, tag == nil else { throw command.error(.misplacedTag) }
        let content = try text(after: command, style: .plain)
        tag = .group([.text("(", .plain), content, .text(")", .plain)])
    }

    /// The tag that was read since the last call.
    mutating func takeTag() -> Node? {
        defer { tag = nil }
        return tag
    }
}

extension Node {
    /// The node without braces that have no effect.
    fileprivate var ungrouped: Node {
        switch self {
        case .identifier(let text, let isUpright, _): .identifier(text, isUpright: isUpright, joins: false)
        case .number, .text, .fraction, .root: self
        default: .group([self])
        }
    }

    /// Where this symbol's scripts are placed; nil if `\limits` does not apply to it.
    fileprivate var limits: Limits? {
        switch self {
        case .symbol(_, .large, let limits), .function(_, let limits): limits
        case .classed(.large, _): .inDisplay
        case .accent(_, "⏞", _, _), .accent(_, "⏟", _, _): .aboveAndBelow
        default: nil
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }
}
