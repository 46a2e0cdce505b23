import Foundation

/// Reads the `#| key: value` lines at the top of a fence.
struct CellOptionParser {
    /// A fence's options, and how many of its lines they take.
    struct Result {
        var label: String?
        var labelRange: SourceRange?
        var options = CellOptions()
        var lineCount = 0
    }

    /// What may stand in an executable fence, with Quarto's names.
    static let cellKeys = [
        "label", "echo", "eval", "output", "error", "fig-cap", "fig-alt", "fig-width", "fig-height", "timeout",
    ]
    static let literalKeys = ["label"]

    let source: SourceText
    let keys: [String]
    private(set) var diagnostics: [Diagnostic] = []

    init(source: SourceText, keys: [String]) {
        self.source = source
        self.keys = keys
    }

    private static func isOptionLine(_ line: String) -> Bool { line.drop { $0 == " " || $0 == "\t" }.hasPrefix("#|") }

    /// Reads the options of the fence whose content is these lines, counted from 1.
    mutating func parse(lines: Range<Int>) -> Result {
        var result = Result()
        let content = lines.map { source.lines[$0 - 1] }
        let optionLines = content.prefix(while: Self.isOptionLine)
        result.lineCount = optionLines.count
        for (offset, line) in content.enumerated().dropFirst(optionLines.count) where Self.isOptionLine(line) {
            let column = (line.firstIndex(of: "#").map { line.distance(from: line.startIndex, to: $0) } ?? 0) + 1
            diagnostics.append(
                source.diagnostic(
                    at: source.range(line: lines.lowerBound + offset, column: column, length: 2),
                    "an option stands below the top of its fence",
                    remedy: "Move it up, before the first other line."))
        }
        guard !optionLines.isEmpty else { return result }
        // Blanks in place of the marks keep YAML's columns those of the file.
        let yaml = optionLines.map { line in
            line.firstIndex(of: "#").map { line.replacingCharacters(in: $0..<line.index($0, offsetBy: 2), with: "  ") }
                ?? line
        }
        do {
            let root = try YAMLNode.compose(
                yaml, firstLine: lines.lowerBound, source: source, subject: "the fence's options")
            if let root { fill(&result, from: root) }
        } catch {
            diagnostics.append(error)
        }
        return result
    }

    private mutating func fill(_ result: inout Result, from root: YAMLNode) {
        guard case .mapping(let pairs) = root.content else {
            fail(root, "these are no options", "Write lines like `#| label: name`.")
            return
        }
        for pair in pairs {
            let (key, value) = (pair.key, pair.value)
            let name = key.text ?? ""
            guard keys.contains(name) else {
                fail(key, "there is no option `\(name)`", keys.suggestion(for: name, noun: "option"))
                continue
            }
            switch name {
            case "label": label(value, &result)
            case "echo": boolean(name, value, &result.options.echo)
            case "eval": boolean(name, value, &result.options.eval)
            case "output": boolean(name, value, &result.options.output)
            case "error": boolean(name, value, &result.options.error)
            case "fig-cap": string(name, value, &result.options.figureCaption)
            case "fig-alt": string(name, value, &result.options.figureAlternativeText)
            case "fig-width": positive(name, value, &result.options.figureWidth, unit: "inches")
            case "fig-height": positive(name, value, &result.options.figureHeight, unit: "inches")
            default: positive(name, value, &result.options.timeout, unit: "seconds")
            }
        }
    }

    private mutating func fail(_ node: YAMLNode, _ message: String, _ remedy: String) {
        diagnostics.append(source.diagnostic(at: node.range, message, remedy: remedy))
    }

    private mutating func label(_ node: YAMLNode, _ result: inout Result) {
        let text = node.text ?? ""
        guard let first = text.first, first.isLetter || first.isNumber,
            text.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." })
        else {
            fail(node, "`\(text)` can't be a label", "A label has letters, digits, `-`, `_` and `.`, and no blanks.")
            return
        }
        result.label = text
        result.labelRange = node.range
    }

    private mutating func boolean(_ name: String, _ node: YAMLNode, _ target: inout Bool) {
        if case .boolean(let value) = node.value {
            target = value
        } else {
            fail(node, "`\(name)` is \(node.kind)", "Write `true` or `false`.")
        }
    }

    private mutating func string(_ name: String, _ node: YAMLNode, _ target: inout String?) {
        if let text = node.text {
            target = text
        } else {
            fail(node, "`\(name)` is \(node.kind)", "Write a text in quotes.")
        }
    }

    private mutating func positive(_ name: String, _ node: YAMLNode, _ target: inout Double?, unit: String) {
        var number: Double?
        if case .integer(let value) = node.value { number = Double(value) }
        if case .number(let value) = node.value { number = value }
        if let number, number > 0, number.isFinite {
            target = number
        } else {
            fail(node, "`\(name)` takes a number of \(unit) above 0", "Write e.g. `\(name): 6`.")
        }
    }
}
