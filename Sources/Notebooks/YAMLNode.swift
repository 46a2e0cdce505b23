import Foundation
import Yams

/// A node of a YAML document's tree, with its position in the file that contains the document.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        case scalar(text: String, isPlain: Bool)
        case mapping([Pair])
        case sequence([YAMLNode])
    }

    /// A key of a mapping with its value. It is a named type because Swift 6.3 rejects a tuple of nodes here as a circular reference.
    struct Pair: Sendable {
        var key: YAMLNode
        var value: YAMLNode
    }

    var content: Content
    var range: SourceRange

    /// The scalar's text, whatever its type.
    var text: String? { if case .scalar(let text, _) = content { text } else { nil } }

    /// `mapping`, `list` or a scalar's type, as messages name it.
    var kind: String {
        switch content {
        case .scalar: value.map { $0.typeName == "integer" ? "an integer" : "a \($0.typeName)" } ?? "empty"
        case .mapping: "a mapping"
        case .sequence: "a list"
        }
    }

    /// The scalar's value by YAML 1.2's core schema; nil for null, mappings and lists.
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
    ///   - lines: The document. Its line 1 is `firstLine` of `source`, and columns are the same.
    ///   - subject: What is read, for messages, e.g. `the front matter`.
    /// - Returns: nil for an empty document.
    /// - Throws: `Diagnostic` at the position that libyaml reports.
    static func compose(
        _ lines: [String], firstLine: Int, source: SourceText, subject: String
    ) throws(Diagnostic) -> YAMLNode? {
        let text = YAMLText(lines: lines, firstLine: firstLine, source: source)
        if let problem = text.tooManyAliases { throw problem }
        guard text.mayNestDeeply else { return try compose(text, subject: subject) }
        return try onLargeStack { () throws(Diagnostic) in try compose(text, subject: subject) }
    }

    private static func compose(_ text: YAMLText, subject: String) throws(Diagnostic) -> YAMLNode? {
        do {
            // `value` below determines types; libyaml's own rules would load regular expressions for that. The encoding is given because
            // the default is looked up in the environment each time.
            guard let root = try Yams.compose(yaml: text.forLibyaml, .basic, .default, .utf8) else { return nil }
            var converter = Converter(text: text)
            return try converter.convert(root)
        } catch let diagnostic as Diagnostic {
            throw diagnostic
        } catch {
            throw diagnostic(for: error, in: text, subject: subject)
        }
    }

    /// Runs a closure on a thread whose stack suffices for a thousand levels: Yams is recursive, and libyaml stops at that depth.
    private static func onLargeStack(
        _ body: @escaping @Sendable () throws(Diagnostic) -> YAMLNode?
    ) throws(Diagnostic) -> YAMLNode? {
        final class Box: @unchecked Sendable { var result: Result<YAMLNode?, Diagnostic> = .success(nil) }
        let box = Box()
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            box.result = Result(catching: body)
            done.signal()
        }
        thread.stackSize = 32 << 20
        thread.start()
        done.wait()
        return try box.result.get()
    }

    private static let quoteRemedy = "A value that begins with `*` or `&` must be in quotes."

    private static func diagnostic(for error: any Error, in text: YAMLText, subject: String) -> Diagnostic {
        let remedy = "A value with a colon, a hash, quotes or brackets in it must be in quotes."
        let lines = text.lines
        func at(_ mark: (line: Int, column: Int), _ problem: String, _ remedy: String) -> Diagnostic {
            // The document's end can be one line after its last line.
            let line = min(max(mark.line, 1), max(lines.count, 1))
            let column = mark.line > lines.count ? (lines.last?.unicodeScalars.count ?? 0) + 1 : mark.column
            return text.source.diagnostic(
                at: text.source.range(line: text.firstLine + line - 1, column: column),
                "\(subject) is not valid YAML: \(problem)", remedy: remedy)
        }
        // The cause of libyaml's error is often a line or two above.
        func near(_ mark: (line: Int, column: Int), _ problem: String, _ remedy: String) -> Diagnostic {
            [0, -1, -2, 1].lazy.compactMap { text.oddity(line: mark.line + $0) }.first
                ?? text.joinedColon(above: mark.line) ?? at(mark, problem, remedy)
        }
        switch error as? YamlError {
        case .scanner(let context?, let problem, _, _) where context.text.contains("quoted scalar"):
            // The end of the text is not reported, but the quote that was left open.
            let opening = lines.indices.contains(context.mark.line - 1) ? lines[context.mark.line - 1] : ""
            let odd = opening.unicodeScalars.dropFirst(context.mark.column).first(where: \.isOpeningQuote)
            let instead = odd.map { " \($0.codePointAndName) is not a quote here." } ?? ""
            return near((context.mark.line, context.mark.column), problem, "Close this quote.\(instead)")
        case .scanner(let context?, let problem, _, _)
        where context.text.contains("an alias") || context.text.contains("an anchor"):
            return at((context.mark.line, context.mark.column), problem, Self.quoteRemedy)
        case .composer(_, let problem, let mark, _) where problem.contains("alias"):
            return at((mark.line, mark.column), problem, Self.quoteRemedy)
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return near((mark.line, mark.column), problem, remedy)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let name = duplicates.first ?? "key"
            let line = lines.lastIndex { $0.drop { $0 == " " }.hasPrefix(name) } ?? (context.mark.line - 1)
            return at(
                (line + 1, 1), "`\(name.brief())` occurs twice",
                "Keep one of them.")
        case .reader(let problem, let offset, _, let yaml):
            let line = offset.map { 1 + yaml.utf8.prefix($0).count { $0 == 0x0A } } ?? 1
            guard lines.indices.contains(line - 1),
                let odd = lines[line - 1].unicodeScalars.enumerated().first(where: { $0.element.isInvisible })
            else { return at((line, 1), problem, "Remove that character.") }
            return at((line, odd.offset + 1), problem, "Remove this \(odd.element.codePointAndName).")
        default:
            return at((1, 1), "\(error)", remedy)
        }
    }

    private struct Converter {
        let text: YAMLText
        /// How many more values may be converted. Aliases can multiply values, and a notebook needs no such thing.
        var room = 10_000
        private var depth = 0
        private static let deepest = 50

        init(text: YAMLText) { self.text = text }

        mutating func convert(_ node: Node) throws(Diagnostic) -> YAMLNode {
            room -= 1
            let source = text.source
            var range = source.range(
                line: (node.mark?.line ?? 1) + text.firstLine - 1, column: max(1, node.mark?.column ?? 1))
            guard room > 0 else {
                throw source.diagnostic(
                    at: range, "there are more than 10,000 values here", remedy: "Use fewer, and no nested aliases.")
            }
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.deepest else {
                throw source.diagnostic(
                    at: range, "lists and mappings are nested deeper than \(Self.deepest) levels here",
                    remedy: "Use fewer levels.")
            }
            switch node {
            case .scalar(let scalar):
                let isPlain = scalar.style == .plain || scalar.style == .any
                let string = text.restored(scalar.string)
                let width = string.unicodeScalars.prefix { $0 != "\n" }.count + (isPlain ? 0 : 2)
                range.length = max(1, width)
                return YAMLNode(content: .scalar(text: string, isPlain: isPlain), range: range)
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
        let numerals: ClosedRange<Unicode.Scalar> = "0"..."9"
        var digits = text.unicodeScalars[...]
        if digits.first == "-" || digits.first == "+" { digits = digits.dropFirst() }
        guard let first = digits.first, numerals.contains(first) || first == "." else { return nil }
        guard digits.allSatisfy({ numerals.contains($0) || ".eE+-".unicodeScalars.contains($0) }) else { return nil }
        if digits.allSatisfy(numerals.contains) { return Int(text).map { .integer($0) } }
        // `1e999` is larger than all finite numbers.
        return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    }
}
