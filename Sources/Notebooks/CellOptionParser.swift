import Foundation

/// Reads the `#| key: value` lines at the beginning of a fence.
struct CellOptionParser {
    /// A fence's options, and the number of its lines that they take.
    struct Result {
        var label: String?
        var labelRange: SourceRange?
        var options = CellOptions()
        var lineCount = 0
        /// Lines that were meant to be options, so they are not read as commands.
        var misreadLines: Set<Int> = []
    }

    /// The keys of an executable fence, with Quarto's names.
    static let cellKeys = [
        "label", "echo", "eval", "output", "error", "fig-cap", "fig-alt", "fig-width", "fig-height", "tbl-cap",
        "code-fold", "code-summary", "stream", "timeout",
    ]
    static let literalKeys = ["label"]

    let source: SourceText
    let keys: [String]
    private(set) var diagnostics: [Diagnostic] = []
    /// The option lines without their `#|`.
    private var text: YAMLText

    init(source: SourceText, keys: [String]) {
        self.source = source
        self.keys = keys
        text = YAMLText(lines: [], firstLine: 1, source: source)
    }

    private static func isOptionLine(_ line: String) -> Bool { mark(in: line) != nil }

    /// The position of `#|` at the beginning of a line, in scalars.
    private static func mark(in line: String) -> Int? {
        let rest = line.unicodeScalars.drop { $0 == " " || $0 == "\t" }
        return rest.starts(with: "#|".unicodeScalars) ? line.unicodeScalars.count - rest.count : nil
    }

    /// The name in a line `#| label: name` that reads so without a parser of YAML, and where it stands.
    private static func plainLabel(in line: String) -> (label: String, column: Int)? {
        let prefix = "#| label: "
        guard line.hasPrefix(prefix) else { return nil }
        let label = line.dropFirst(prefix.count)
        guard let first = label.utf8.first, isPlain(first), first != UInt8(ascii: "-"), first != UInt8(ascii: "_"),
            label.utf8.allSatisfy(isPlain)
        else { return nil }
        return (String(label), prefix.count)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Reads the options of the fence whose content is these lines, counted from 1.
    mutating func parse(lines: Range<Int>) -> Result {
        var result = Result()
        let content = lines.map { source.lines[$0 - 1] }
        let optionLines = content.prefix(while: Self.isOptionLine)
        result.lineCount = optionLines.count
        for (offset, line) in content.enumerated().dropFirst(optionLines.count) {
            if let mark = Self.mark(in: line) {
                diagnostics.append(
                    source.diagnostic(
                        at: source.range(line: lines.lowerBound + offset, column: mark + 1, length: 2),
                        "an option is below the top of its fence",
                        remedy: "Move it up, before the first other line."))
            } else if let misspelled = misspelledMark(line, lines.lowerBound + offset) {
                diagnostics.append(misspelled)
                result.misreadLines.insert(lines.lowerBound + offset)
            }
        }
        guard !optionLines.isEmpty else { return result }
        // Most fences have a label and no more: a notebook of ten thousand of them is read at each `status`.
        if optionLines.count == 1, let (label, column) = Self.plainLabel(in: optionLines[optionLines.startIndex]) {
            result.label = label
            result.labelRange = source.range(
                line: lines.lowerBound, column: column + 1, length: label.utf8.count)
            return result
        }
        // Blanks replace the marks, so that YAML's columns are those of the file.
        let yaml = optionLines.map { line in
            var scalars = Array(line.unicodeScalars)
            let mark = Self.mark(in: line) ?? 0
            for place in 0..<(mark + 2) { scalars[place] = " " }
            return String(String.UnicodeScalarView(scalars))
        }
        text = YAMLText(lines: yaml, firstLine: lines.lowerBound, source: source)
        do {
            let root = try YAMLNode.compose(
                yaml, firstLine: lines.lowerBound, source: source, subject: "the fence's options")
            if let root { fill(&result, from: root) }
        } catch {
            var error = error
            let indentations = Set(
                optionLines.compactMap { line -> Int? in
                    let text = line.unicodeScalars.dropFirst((Self.mark(in: line) ?? 0) + 2)
                    let blanks = text.prefix { $0 == " " }.count
                    return keys.contains { String(text.dropFirst(blanks)).hasPrefix($0) } ? blanks : nil
                })
            if indentations.count > 1 { error.remedy = "Write the same number of blanks after each `#|`." }
            diagnostics.append(error)
        }
        return result
    }

    /// The diagnostic for a line that looks like an option but is a comment or something else: `# | label: a`, `＃| label: a`.
    private func misspelledMark(_ line: String, _ number: Int) -> Diagnostic? {
        let isNear = line.utf8.contains(UInt8(ascii: "#")) || !line.utf8.allSatisfy { $0 < 0x80 }
        guard isNear, keys.count > 1 || !line.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let plain = line.plainly.trimmed
        guard plain.utf8.first == UInt8(ascii: "#") else { return nil }
        let rest = plain.dropFirst().drop { $0 == " " }
        guard rest.utf8.first == UInt8(ascii: "|") else { return nil }
        let option = String(rest.dropFirst()).trimmed
        let key = option.prefix { $0 != ":" }
        guard keys.contains(String(key)) || ForeignKeys.options.contains(String(key)) else { return nil }
        let odd = line.firstOdd
        let start = line.unicodeScalars.prefix { $0 == " " || $0 == "\t" }.count
        let name = odd.map { "\($0.scalar.codePointAndName) keeps this line from being an option" }
        return source.diagnostic(
            at: source.range(line: number, column: (odd?.offset ?? start) + 1, length: odd == nil ? 2 : 1),
            name ?? "this line is a comment, not an option", remedy: "Write `#| \(option.brief())`.")
    }

    private mutating func fill(_ result: inout Result, from root: YAMLNode) {
        guard case .mapping(let pairs) = root.content else {
            fail(root, "these lines are not options", "Write lines like `#| label: name`.")
            return
        }
        for pair in pairs {
            let (key, value) = (pair.key, pair.value)
            let name = key.text ?? ""
            guard keys.contains(name) else {
                if keys.count > 1, ForeignKeys.options.contains(name) {
                    diagnostics.append(
                        source.diagnostic(
                            .warning, at: key.range,
                            "the option `\(name)` is for another program and has no effect here",
                            remedy: "Known options: \(keys.map { "`\($0)`" }.joined(separator: ", "))."))
                } else {
                    fail(key, "there is no option `\(name.brief())`", keys.suggestion(for: name, noun: "option"))
                }
                continue
            }
            switch name {
            case "label": label(value, &result)
            case "echo": boolean(name, value, &result.options.echo)
            case "code-fold":
                if let fold = CodeFold(value) {
                    result.options.codeFold = fold
                } else {
                    fail(value, "`code-fold` is \(value.kind)", CodeFold.remedy)
                }
            case "code-summary": string(name, value, &result.options.codeSummary)
            case "eval": boolean(name, value, &result.options.eval)
            case "output": boolean(name, value, &result.options.output)
            case "error": boolean(name, value, &result.options.error)
            case "fig-cap": string(name, value, &result.options.figureCaption)
            case "tbl-cap": string(name, value, &result.options.tableCaption)
            case "fig-alt": string(name, value, &result.options.figureAlternativeText)
            case "stream": string(name, value, &result.options.stream)
            case "fig-width": number(name, value, &result.options.figureWidth, in: Self.sides, "inches")
            case "fig-height": number(name, value, &result.options.figureHeight, in: Self.sides, "inches")
            default: number(name, value, &result.options.timeout, in: 0.001...10_000_000, "seconds")
            }
        }
        checkFigureArea(result.options, pairs)
    }

    // MARK: Ranges

    /// The allowed range of a figure's side in inches, and of its area in square inches. Axes need a minimum of space. At 144 pixels an
    /// inch, the limits are 20,000 pixels on a side and 64 million in total.
    private static let sides = 2.5...138.0
    private static let largestArea = 3000.0

    private mutating func checkFigureArea(_ options: CellOptions, _ pairs: [YAMLNode.Pair]) {
        guard let width = options.figureWidth, let height = options.figureHeight, width * height > Self.largestArea,
            let pair = pairs.first(where: { $0.key.text == "fig-height" })
        else { return }
        fail(
            pair.value, "a figure of \(width) by \(height) inches is too large",
            "`fig-width` times `fig-height` may be 3,000 at most.")
    }

    /// Reports an error in a node, or the character in it that looks like another one.
    private mutating func fail(_ node: YAMLNode, _ message: String, _ remedy: String) {
        let isOdd = node.text?.firstOdd != nil
        let line = node.range.start.line - text.firstLine + 1
        let oddity = isOdd ? text.oddity(line: line) ?? node.oddity(in: source, isRun: true) : nil
        diagnostics.append(oddity ?? source.diagnostic(at: node.range, message, remedy: remedy))
    }

    private mutating func label(_ node: YAMLNode, _ result: inout Result) {
        let text = node.text ?? ""
        func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .spacingMark: true
            default: Self.isLetterOrDigit(scalar) || scalar == "-" || scalar == "_" || scalar == "."
            }
        }
        guard let first = text.unicodeScalars.first, Self.isLetterOrDigit(first),
            text.unicodeScalars.allSatisfy(isAllowed)
        else {
            fail(
                node, "`\(text.brief())` can't be a label",
                "A label has letters, digits, `-`, `_` and `.`, and no blanks.")
            return
        }
        result.label = text
        result.labelRange = node.range
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private mutating func boolean(_ name: String, _ node: YAMLNode, _ target: inout Bool) {
        if case .boolean(let value) = node.value {
            target = value
        } else {
            fail(node, "`\(name)` is \(node.kind)", "Write `true` or `false`.")
        }
    }

    private mutating func string(_ name: String, _ node: YAMLNode, _ target: inout String?) {
        if let oddity = node.oddity(in: source, isRun: false) { diagnostics.append(oddity) }
        if let text = node.text {
            target = text
        } else {
            fail(node, "`\(name)` is \(node.kind)", "Write a text in quotes.")
        }
    }

    private mutating func number(
        _ name: String, _ node: YAMLNode, _ target: inout Double?, in range: ClosedRange<Double>, _ unit: String
    ) {
        var number: Double?
        if case .integer(let value) = node.value { number = Double(value) }
        if case .number(let value) = node.value { number = value }
        if let number, range.contains(number) {
            target = number
        } else {
            let bounds = "from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
            fail(node, "`\(name)` takes a number of \(unit) \(bounds)", "Write e.g. `\(name): 6`.")
        }
    }

    /// A number as `0.5`, `138` or `10,000,000`.
    private static func text(_ number: Double) -> String {
        guard number == number.rounded() else { return "\(number)" }
        var digits = String(Int(number))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }
}
