import Yams

/// A YAML document's tree with places in the file that it stands in.
struct YAMLNode {
    enum Content {
        case scalar(text: String, isPlain: Bool)
        case mapping([Pair])
        case sequence([YAMLNode])
    }

    /// A key of a mapping with its value. A named type: Swift 6.3 takes a tuple of nodes here for a circular reference.
    struct Pair {
        var key: YAMLNode
        var value: YAMLNode
    }

    var content: Content
    var range: SourceRange

    /// The scalar's text, whatever its type.
    var text: String? { if case .scalar(let text, _) = content { text } else { nil } }

    /// `mapping`, `list` or a scalar's type, as one names it to a user.
    var kind: String {
        switch content {
        case .scalar: value.map { $0.typeName == "integer" ? "an integer" : "a \($0.typeName)" } ?? "empty"
        case .mapping: "a mapping"
        case .sequence: "a list"
        }
    }

    /// The scalar by YAML 1.2's core schema; nil for null, mappings and lists.
    ///
    /// YAML 1.1, which libyaml's own resolver follows, would read `5e-5` as a string and `no` as a boolean.
    var value: Parameter.Value? {
        guard case .scalar(let text, let isPlain) = content else { return nil }
        guard isPlain else { return .string(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return nil
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        default: return Parameter.Value.number(from: text) ?? .string(text)
        }
    }

    /// Composes a single YAML document.
    ///
    /// - Parameters:
    ///   - lines: The document; line 1 of it is `firstLine` of `source`, and columns are the same.
    ///   - subject: What is being read, for the message, e.g. `the front matter`.
    /// - Returns: nil for an empty document.
    /// - Throws: `Diagnostic` at the place that libyaml complains about.
    static func compose(
        _ lines: [String], firstLine: Int, source: SourceText, subject: String
    ) throws(Diagnostic) -> YAMLNode? {
        do {
            // Types are found by `value` below; libyaml's own rules would load regular expressions for it.
            guard let root = try Yams.compose(yaml: lines.joined(separator: "\n") + "\n", .basic) else { return nil }
            var converter = Converter(source: source, lineOffset: firstLine - 1)
            return try converter.convert(root)
        } catch let diagnostic as Diagnostic {
            throw diagnostic
        } catch {
            throw diagnostic(for: error, lines: lines, firstLine: firstLine, source: source, subject: subject)
        }
    }

    private static func diagnostic(
        for error: any Error, lines: [String], firstLine: Int, source: SourceText, subject: String
    ) -> Diagnostic {
        let remedy = "A value with a colon, a hash, quotes or brackets in it must stand in quotes."
        func at(_ mark: (line: Int, column: Int), _ problem: String, _ remedy: String) -> Diagnostic {
            // The document's end can be one line after its last.
            let line = min(max(mark.line, 1), max(lines.count, 1))
            let column = mark.line > lines.count ? (lines.last?.count ?? 0) + 1 : mark.column
            return source.diagnostic(
                at: source.range(line: firstLine + line - 1, column: column),
                "\(subject) is not valid YAML: \(problem)", remedy: remedy)
        }
        switch error as? YamlError {
        case .scanner(let context?, let problem, _, _) where context.text.contains("quoted scalar"):
            // The end of the text is no news; the quote that was left open is.
            return at((context.mark.line, context.mark.column), problem, "Close this quote.")
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return at((mark.line, mark.column), problem, remedy)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let name = duplicates.first ?? "key"
            let line = lines.lastIndex { $0.drop { $0 == " " }.hasPrefix(name) } ?? (context.mark.line - 1)
            return at(
                (line + 1, 1), "`\(name)` is there twice",
                "Keep one of them.")
        case .reader(let problem, let offset, _, let yaml):
            let line = offset.map { yaml.prefix($0).split(separator: "\n", omittingEmptySubsequences: false).count }
            return at((line ?? 1, 1), problem, "Remove that character.")
        default:
            return at((1, 1), "\(error)", remedy)
        }
    }

    private struct Converter {
        let source: SourceText
        let lineOffset: Int
        /// Aliases can stand for themselves a thousandfold; a notebook needs no such thing.
        var room = 10_000

        mutating func convert(_ node: Node) throws(Diagnostic) -> YAMLNode {
            room -= 1
            var range = source.range(line: (node.mark?.line ?? 1) + lineOffset, column: max(1, node.mark?.column ?? 1))
            guard room > 0 else {
                throw source.diagnostic(
                    at: range, "there are more than 10,000 values here", remedy: "Use fewer, and no nested aliases.")
            }
            switch node {
            case .scalar(let scalar):
                let isPlain = scalar.style == .plain || scalar.style == .any
                let width = scalar.string.prefix { $0 != "\n" }.count + (isPlain ? 0 : 2)
                range.length = max(1, width)
                return YAMLNode(content: .scalar(text: scalar.string, isPlain: isPlain), range: range)
            case .mapping(let mapping):
                var pairs: [YAMLNode.Pair] = []
                for (key, value) in mapping { pairs.append(Pair(key: try convert(key), value: try convert(value))) }
                return YAMLNode(content: .mapping(pairs), range: range)
            case .sequence(let sequence):
                var items: [YAMLNode] = []
                for item in sequence { items.append(try convert(item)) }
                return YAMLNode(content: .sequence(items), range: range)
            case .alias:
                throw source.diagnostic(
                    at: range, "this alias has no anchor", remedy: "Write the value itself.")
            }
        }
    }
}

extension Parameter.Value {
    /// An integer or number by YAML 1.2's core schema; nil for anything else.
    static func number(from text: String) -> Parameter.Value? {
        var digits = text[...]
        if digits.first == "-" || digits.first == "+" { digits = digits.dropFirst() }
        guard let first = digits.first, first.isASCII, first.isNumber || first == "." else { return nil }
        guard digits.allSatisfy({ $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) }) else { return nil }
        if digits.allSatisfy(\.isNumber) { return Int(text).map { .integer($0) } }
        return Double(text).map { .number($0) }
    }
}
