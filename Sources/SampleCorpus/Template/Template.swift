/// A sentence frame: text with choices, slots and marks.
///
///     a[lpha|]      one of the alternatives. An alternative may be empty and may contain anything that a frame may contain
///     {per1}        a slot: its first use gives it a value, later uses repeat the value
///     {per1.last}   a form of a slot's value
///     {y=year 1850 1900}    a slot with its own kind and arguments
///     {!y=year 1850 1900}   the same, but the value is not written
///     <ORG:Land Registry>   a mark: the span of the text inside is recorded under the key
///     a* {thing}    "a" or "an", depending on the next word; `A*` at the start of a sentence
package struct Template: Sendable {
    enum Node: Sendable {
        case text(String)
        case article(isCapital: Bool)
        case choice([Template])
        case slot(Slot)
        case mark(key: String, body: Template)
    }

    struct Slot: Sendable {
        let name: String
        let form: String
        let kind: String
        let arguments: String
        let isSilent: Bool
    }

    let nodes: [Node]

    init(_ source: String) {
        var parser = TemplateParser(scalars: Array(source.unicodeScalars))
        nodes = parser.nodes(until: [])
    }

    init(nodes: [Node]) {
        self.nodes = nodes
    }
}

/// Parses a frame. Frames are part of the program, so parsing reports no errors. A part that can't be parsed stays visible in the
/// text, and a test searches for it.
private struct TemplateParser {
    let scalars: [Unicode.Scalar]
    var position = 0

    mutating func nodes(until ends: Set<Unicode.Scalar>) -> [Template.Node] {
        var result: [Template.Node] = []
        var text = String.UnicodeScalarView()
        func flush() {
            guard !text.isEmpty else { return }
            result.append(.text(String(text)))
            text = String.UnicodeScalarView()
        }
        while position < scalars.count, !ends.contains(scalars[position]) {
            let scalar = scalars[position]
            position += 1
            switch scalar {
            case "[":
                flush()
                result.append(choice())
            case "{":
                flush()
                result.append(.slot(slot(upTo("}"))))
            case "<":
                flush()
                let key = upTo(":")
                let body = Template(nodes: nodes(until: [">"]))
                position += 1
                result.append(.mark(key: key, body: body))
            case "*" where text.last == "a" || text.last == "A":
                let isCapital = text.removeLast() == "A"
                flush()
                if position < scalars.count, scalars[position] == " " { position += 1 }
                result.append(.article(isCapital: isCapital))
            default:
                text.append(scalar)
            }
        }
        flush()
        return result
    }

    private mutating func choice() -> Template.Node {
        var alternatives: [Template] = []
        repeat {
            alternatives.append(Template(nodes: nodes(until: ["|", "]"])))
            position += 1
        } while position <= scalars.count && scalars[position - 1] == "|"
        return .choice(alternatives)
    }

    private mutating func upTo(_ end: Unicode.Scalar) -> String {
        var text = String.UnicodeScalarView()
        while position < scalars.count, scalars[position] != end {
            text.append(scalars[position])
            position += 1
        }
        position += 1
        return String(text)
    }

    private func slot(_ source: String) -> Template.Slot {
        var rest = Substring(source)
        let isSilent = rest.first == "!"
        if isSilent { rest = rest.dropFirst() }
        let head = rest.prefix { $0 != "=" && $0 != " " }
        let isDeclared = rest.dropFirst(head.count).first == "="
        var tail = rest.dropFirst(head.count + 1)
        let parts = head.split(separator: ".", maxSplits: 1)
        let name = String(parts.first ?? "")
        var kind = name
        while let last = kind.last, last.isNumber { kind.removeLast() }
        if isDeclared {
            kind = String(tail.prefix { $0 != " " })
            tail = tail.dropFirst(kind.count + 1)
        }
        return Template.Slot(
            name: name, form: parts.count > 1 ? String(parts[1]) : "", kind: kind, arguments: String(tail),
            isSilent: isSilent)
    }
}
