extension Parser {
    /// Reads the text between the braces after a command.
    mutating func text(after command: Token, style: TextStyle) throws(FormulaError) -> Node {
        let open = peek()
        guard take(.scalar("{")) else { throw command.error(.missingBrace(after: command.text)) }
        let nodes = try nested(at: command) { parser throws(FormulaError) in try parser.text(from: open, style: style) }
        return nodes.count == 1 ? nodes[0] : .group(nodes)
    }

    /// Reads text up to the closing brace.
    private mutating func text(from open: Token, style: TextStyle) throws(FormulaError) -> [Node] {
        var nodes: [Node] = []
        var read = ""
        func write(_ text: String) { read += text }
        func end() {
            if !read.isEmpty { nodes.append(.text(read, style)) }
            read = ""
        }
        while true {
            let token = next()
            switch token.kind {
            case .end: throw open.error(.unclosedBrace)
            case .blank, .scalar("~"), .command(" "): write("\u{A0}")
            case .scalar("}"):
                end()
                return nodes
            case .scalar("{"):
                end()
                nodes += try nested(at: token) { parser throws(FormulaError) in
                    try parser.text(from: token, style: style)
                }
            case .scalar("$"):
                end()
                nodes.append(try mathematics(from: token))
            case .scalar("'"): write("’")
            case .scalar("`"): write("‘")
            case .scalar(let scalar):
                guard scalar.isPrintable, !"%#&^_".unicodeScalars.contains(scalar) else {
                    throw token.error(.unexpectedCharacter(scalar))
                }
                write(String(scalar))
            case .command(let name):
                switch name {
                case "%", "#", "&", "$", "_", "{", "}": write(name)
                case "ldots", "dots": write("…")
                case ",": write("\u{2009}")
                case "quad": write("\u{2003}")
                default:
                    guard case .text(let inner) = Command.table[name] else { throw token.error(.commandInText(name)) }
                    end()
                    nodes.append(try text(after: token, style: inner))
                }
            }
        }
    }

    /// Reads mathematics within text, up to the next dollar sign.
    private mutating func mathematics(from dollar: Token) throws(FormulaError) -> Node {
        let outer = (font, isBold, isNaming)
        (font, isBold, isNaming) = (.normal, false, false)
        defer { (font, isBold, isNaming) = outer }
        let nodes = try nested(at: dollar) { parser throws(FormulaError) in try parser.row() }
        guard take(.scalar("$")) else { throw dollar.error(.unexpectedCharacter("$")) }
        return .group(nodes)
    }
}
